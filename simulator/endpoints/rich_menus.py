"""Rich menus: making, picturing, aliasing and linking them.

Source: LINE developers, Messaging API reference, "Rich menu", "Per-user rich menu", "Rich menu alias".
"""

import io
import secrets
from collections.abc import Iterable
from typing import Any

from PIL import Image, UnidentifiedImageError

from simulator.calls import Answer, Call, Endpoint, refuse
from simulator.menus import RichMenu, RichMenus
from simulator.requests_taken import (
    AliasChange,
    AliasRequest,
    LinkManyRequest,
    RichMenuObject,
    UnlinkManyRequest,
)

MAX_MENUS = 1000
MAX_PICTURE_BYTES = 1024 * 1024
_NO_MENU = "Richmenu not found"
_NO_ALIAS = "richmenu alias not found"


def _menus(call: Call) -> RichMenus:
    return call.platform.menus[call.channel.key]


def create(call: Call) -> Answer:
    menus = _menus(call)
    if len(menus.by_id) >= MAX_MENUS:
        return refuse(400, "The number of richmenu exceeds the limit")
    menu_id = f"richmenu-{secrets.token_hex(16)}"
    menus.by_id[menu_id] = RichMenu(menu_id, call.json)
    return Answer(body={"richMenuId": menu_id})


def accept(_call: Call) -> Answer:
    return Answer()


def list_all(call: Call) -> Answer:
    return Answer(body={"richmenus": [_shown(menu) for menu in _menus(call).by_id.values()]})


def get_one(call: Call) -> Answer:
    menu = _menus(call).by_id.get(call.params["menu_id"])
    return Answer(body=_shown(menu)) if menu else refuse(404, _NO_MENU)


def delete(call: Call) -> Answer:
    menus = _menus(call)
    menu_id = call.params["menu_id"]
    if menus.by_id.pop(menu_id, None) is None:
        return refuse(404, _NO_MENU)
    menus.links = {user_id: linked for user_id, linked in menus.links.items() if linked != menu_id}
    menus.default_id = None if menus.default_id == menu_id else menus.default_id
    return Answer()


def set_picture(call: Call) -> Answer:
    """This function will answer "Upload rich menu image": JPEG or PNG, at most 1 MB, of the menu's own size."""
    menu = _menus(call).by_id.get(call.params["menu_id"])
    if menu is None:
        return refuse(404, _NO_MENU)
    if menu.picture is not None:
        return refuse(400, "An image has already been uploaded to the richmenu")
    if len(call.body) > MAX_PICTURE_BYTES:
        return refuse(413, "Request entity too large")
    picture = _read_picture(call.body)
    if picture is None:
        return refuse(400, "The image format is not supported")
    media_type, size = picture
    if size != (menu.menu["size"]["width"], menu.menu["size"]["height"]):
        return refuse(400, "The image size does not match the richmenu size")
    menu.picture, menu.picture_type = call.body, media_type
    return Answer()


def _read_picture(data: bytes) -> tuple[str, tuple[int, int]] | None:
    try:
        picture = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    except (UnidentifiedImageError, OSError):
        return None
    return f"image/{(picture.format or '').lower()}", picture.size


def get_picture(call: Call) -> Answer:
    menu = _menus(call).by_id.get(call.params["menu_id"])
    if menu is None or menu.picture is None:
        return refuse(404, "Not found")
    return Answer(body=menu.picture, media_type=menu.picture_type)


def set_default(call: Call) -> Answer:
    menus = _menus(call)
    refused = _not_ready(menus, call.params["menu_id"])
    if refused is None:
        menus.default_id = call.params["menu_id"]
    return refused or Answer()


def get_default(call: Call) -> Answer:
    default_id = _menus(call).default_id
    return Answer(body={"richMenuId": default_id}) if default_id else refuse(404, "no default richmenu")


def clear_default(call: Call) -> Answer:
    _menus(call).default_id = None
    return Answer()


def link(call: Call) -> Answer:
    return _link(call, call.params["menu_id"], [call.params["user_id"]], Answer())


def link_many(call: Call) -> Answer:
    return _link(call, call.json["richMenuId"], call.json["userIds"], Answer(202))


def unlink(call: Call) -> Answer:
    _menus(call).links.pop(call.params["user_id"], None)
    return Answer()


def unlink_many(call: Call) -> Answer:
    for user_id in call.json["userIds"]:
        _menus(call).links.pop(user_id, None)
    return Answer(202)


def get_linked(call: Call) -> Answer:
    menu_id = _menus(call).links.get(call.params["user_id"])
    return Answer(body={"richMenuId": menu_id}) if menu_id else refuse(404, "the user has no richmenu")


def create_alias(call: Call) -> Answer:
    menus = _menus(call)
    alias, menu_id = call.json["richMenuAliasId"], call.json["richMenuId"]
    if alias in menus.aliases:
        return refuse(400, "conflict richmenu alias id")
    refused = _not_ready(menus, menu_id, status=400)
    if refused is None:
        menus.aliases[alias] = menu_id
    return refused or Answer()


def change_alias(call: Call) -> Answer:
    menus = _menus(call)
    if call.params["alias"] not in menus.aliases:
        return refuse(404, _NO_ALIAS)
    refused = _not_ready(menus, call.json["richMenuId"], status=400)
    if refused is None:
        menus.aliases[call.params["alias"]] = call.json["richMenuId"]
    return refused or Answer()


def delete_alias(call: Call) -> Answer:
    return Answer() if _menus(call).aliases.pop(call.params["alias"], None) else refuse(404, _NO_ALIAS)


def get_alias(call: Call) -> Answer:
    menu_id = _menus(call).aliases.get(call.params["alias"])
    if menu_id is None:
        return refuse(404, _NO_ALIAS)
    return Answer(body={"richMenuAliasId": call.params["alias"], "richMenuId": menu_id})


def list_aliases(call: Call) -> Answer:
    aliases = _menus(call).aliases.items()
    return Answer(
        body={"aliases": [{"richMenuAliasId": alias, "richMenuId": menu} for alias, menu in aliases]}
    )


def _link(call: Call, menu_id: str, user_ids: Iterable[str], answer: Answer) -> Answer:
    """Linking someone who is not a friend answers 200 and changes nothing, as LINE does."""
    refused = _not_ready(_menus(call), menu_id)
    if refused is not None:
        return refused
    for user_id in user_ids:
        if call.platform.people.receives(user_id, call.channel.key):
            _menus(call).links[user_id] = menu_id
            call.platform.chats.revision += 1
    return answer


def _not_ready(menus: RichMenus, menu_id: str, *, status: int = 404) -> Answer | None:
    menu = menus.by_id.get(menu_id)
    if menu is None:
        return refuse(status, _NO_MENU)
    return (
        refuse(400, "must upload richmenu image before applying it to user") if menu.picture is None else None
    )


def _shown(menu: RichMenu) -> dict[str, Any]:
    return {"richMenuId": menu.menu_id, **menu.menu}


_MENU = "/v2/bot/richmenu/{menu_id}"
_ALIAS = "/v2/bot/richmenu/alias/{alias}"
_DEFAULT = "/v2/bot/user/all/richmenu"
_OWN = "/v2/bot/user/{user_id}/richmenu"
ENDPOINTS = (
    Endpoint("rich_menu_create", "POST", "/v2/bot/richmenu", create, RichMenuObject),
    Endpoint("rich_menu_validate", "POST", "/v2/bot/richmenu/validate", accept, RichMenuObject),
    Endpoint("rich_menu_list", "GET", "/v2/bot/richmenu/list", list_all),
    Endpoint("rich_menu_alias_list", "GET", "/v2/bot/richmenu/alias/list", list_aliases),
    Endpoint("rich_menu_alias_create", "POST", "/v2/bot/richmenu/alias", create_alias, AliasRequest),
    Endpoint("rich_menu_alias_get", "GET", _ALIAS, get_alias),
    Endpoint("rich_menu_alias_change", "POST", _ALIAS, change_alias, AliasChange),
    Endpoint("rich_menu_alias_delete", "DELETE", _ALIAS, delete_alias),
    Endpoint("rich_menu_link_many", "POST", "/v2/bot/richmenu/bulk/link", link_many, LinkManyRequest),
    Endpoint("rich_menu_unlink_many", "POST", "/v2/bot/richmenu/bulk/unlink", unlink_many, UnlinkManyRequest),
    Endpoint("rich_menu_picture_set", "POST", f"{_MENU}/content", set_picture, on_data_host=True),
    Endpoint("rich_menu_picture_get", "GET", f"{_MENU}/content", get_picture, on_data_host=True),
    Endpoint("rich_menu_get", "GET", _MENU, get_one),
    Endpoint("rich_menu_delete", "DELETE", _MENU, delete),
    Endpoint("rich_menu_default_set", "POST", f"{_DEFAULT}/{{menu_id}}", set_default),
    Endpoint("rich_menu_default_get", "GET", _DEFAULT, get_default),
    Endpoint("rich_menu_default_clear", "DELETE", _DEFAULT, clear_default),
    Endpoint("rich_menu_link", "POST", f"{_OWN}/{{menu_id}}", link),
    Endpoint("rich_menu_linked", "GET", _OWN, get_linked),
    Endpoint("rich_menu_unlink", "DELETE", _OWN, unlink),
)
