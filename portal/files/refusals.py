"""Why a file is not taken: one short code for the trail, one sentence for the person."""

from portal.errors import DomainError

REASONS = {
    "name_missing": "ファイルの名前がありません。名前を付けてから選んでください。",
    "name_too_long": "ファイルの名前が{length}文字あります。{limit}文字以内に短くしてください。",
    "name_unsafe": "ファイルの名前に使えない文字があります。記号を除いてください。",
    "kind_unknown": "この種類のファイルは受け付けていません。受け付けるもの：{kinds}",
    "empty": "ファイルが空です。中身を確かめて、もう一度選んでください。",
    "too_large": "ファイルが大きすぎます（{size}MB）。{limit}MB以内にしてください。",
    "too_many": "一度に選べるのは{limit}件までです。{count}件選ばれています。",
    "content_differs": "中身が{label}ではありません{guess}。正しい形式で保存し直してください。",
    "content_mixed": "別の種類のデータが混ざっています。元のソフトで保存し直してください。",
    "test_virus": "ウイルス検査の試験用ファイルです。受け付けられません。",
    "picture_broken": "画像がこわれています。画像を開いて保存し直してから選んでください。",
    "picture_too_large": "画像の画素数が多すぎます。{limit}万画素以内に縮小してください。",
    "picture_too_long": "動きのある画像のコマ数が多すぎます。{limit}コマ以内にしてください。",
    "office_broken": "ファイルがこわれています。元のソフトで開き、保存し直してください。",
    "office_too_large": "広げると大きすぎるファイルです。画像を縮小するか、分けてください。",
    "office_encrypted": "パスワードか古い形式です。解除し、新しい形式で保存してください。",
    "office_macro": "マクロが入っています。マクロのない形式で保存し直してください。",
    "office_embedded": "別のファイルが埋め込まれています。取り除いてから選んでください。",
    "office_external": "外部への参照が入っています。リンクを解除して保存し直してください。",
    "pdf_broken": "PDFがこわれています。PDFを作り直してから選んでください。",
    "pdf_encrypted": "保護されたPDFです。パスワードや制限を外してから選んでください。",
    "pdf_active": "PDFに動作や添付が入っています。印刷してPDFにし直してください。",
    "text_unreadable": "文字を読めません。UTF-8かシフトJISで保存し直してください。",
    "video_broken": "動画がこわれています。MP4かWebMで書き出し直してから選んでください。",
    "infected": "ウイルス検査で危険と判定されました。情報システムの担当に知らせてください。",
    "scanner_away": "ウイルス検査ができません。しばらくしてから、もう一度送ってください。",
    "no_room": "いまファイルを保存できません（空きがありません）。DX課に知らせてください。",
    "files_away": "いまファイルの置き場所につながりません。少し待って、もう一度送ってください。",
    "quota": "今日受け付けられる量をこえました。明日もう一度送ってください。",
}


class FileRefused(DomainError):
    """A file is not taken. ``reason`` is a key of REASONS."""

    def __init__(self, reason: str, **values):
        self.reason = reason
        super().__init__(REASONS[reason].format(**values))
