// A form marked data-passkey asks the browser for a passkey and sends what it says. The question
// stands in the page (data-passkey-options) or is fetched (data-passkey-url).
const WORDS = {
  unsupported: "このブラウザーまたは接続（httpでの接続など）では、パスキーを使えません。",
  stopped: "パスキーを確かめられませんでした。もう一度お試しください。",
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer(form).catch(() => say(form, WORDS.stopped));
  });
}

async function answer(form) {
  say(form, "");
  if (!window.PublicKeyCredential) {
    say(form, WORDS.unsupported);
    return;
  }
  const { publicKey } = await question(form);
  const options = { publicKey: opened(publicKey) };
  const credential = await navigator.credentials[form.dataset.passkey](options);
  form.elements.credential.value = JSON.stringify(closed(credential));
  form.submit();
}

async function question(form) {
  const { passkeyOptions, passkeyUrl } = form.dataset;
  if (passkeyOptions) return JSON.parse(document.getElementById(passkeyOptions).textContent);
  const response = await fetch(passkeyUrl, { headers: { accept: "application/json" } });
  return (await response.json()).request_options;
}

// The parts that are bytes travel as base64url.
function opened(options) {
  const withBytes = (entry) => ({ ...entry, id: toBytes(entry.id) });
  return {
    ...options,
    challenge: toBytes(options.challenge),
    ...(options.user && { user: withBytes(options.user) }),
    ...(options.excludeCredentials && {
      excludeCredentials: options.excludeCredentials.map(withBytes),
    }),
    ...(options.allowCredentials && {
      allowCredentials: options.allowCredentials.map(withBytes),
    }),
  };
}

function closed(credential) {
  const response = {};
  for (const name of [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

function toBytes(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function toText(bytes) {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function say(form, words) {
  const place = form.querySelector("[data-passkey-error]");
  place.textContent = words;
  place.hidden = !words;
}
