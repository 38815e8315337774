"""Who reads the files of this room. Loaded once, when the apps are ready."""

from portal.files.rights import register_readers
from portal.personal.own_data import may_take

register_readers("personal.OwnDataExport", may_take)
