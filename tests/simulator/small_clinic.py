"""A clinic small enough for these tests: it answers webhooks through the double, and serves the demo page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response

from simulator import LineDouble, SimulatedClock
from simulator.demo import demo_router
from simulator.demo_chats import DemoPerson
from simulator.posting import posting_to
from tests.simulator.cast import CHANNEL, FON, PLOY

MAI = "U" + "3" * 32
PUBLIC = "https://aura.example"
NODE_MODULES = Path(__file__).parents[2] / "node_modules"
_ANUPHAN = NODE_MODULES / "@fontsource-variable/anuphan/files"
_LOOPED = NODE_MODULES / "@fontsource/ibm-plex-sans-thai-looped/files"
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 13"><rect width="20" height="13" fill="#e8d5c8"/>'
    b'<circle cx="10" cy="6.5" r="4" fill="#c98f74"/></svg>'
)


def row(label: str, score: int, colour: str) -> dict[str, Any]:
    bar = {
        "type": "box",
        "layout": "vertical",
        "backgroundColor": colour,
        "height": "8px",
        "cornerRadius": "4px",
        "width": f"{score}%",
        "contents": [],
    }
    words = [
        {"type": "text", "text": label, "size": "sm", "color": "#555555"},
        {"type": "text", "text": f"{score}/100", "size": "sm", "align": "end", "weight": "bold"},
    ]
    track = {
        "type": "box",
        "layout": "vertical",
        "backgroundColor": "#EEEEEE",
        "height": "8px",
        "cornerRadius": "4px",
    }
    return {
        "type": "box",
        "layout": "vertical",
        "margin": "md",
        "contents": [
            {"type": "box", "layout": "horizontal", "contents": words},
            track | {"margin": "sm", "contents": [bar]},
        ],
    }


SCAN_CARD: dict[str, Any] = {
    "type": "flex",
    "altText": "ผลสแกนผิวของคุณ",
    "contents": {
        "type": "bubble",
        "hero": {
            "type": "image",
            "url": f"{PUBLIC}/media/overlay.svg",
            "size": "full",
            "aspectRatio": "20:13",
            "aspectMode": "cover",
        },
        "body": {
            "type": "box",
            "layout": "vertical",
            "contents": [
                {"type": "text", "text": "ผลสแกนผิวของคุณ", "weight": "bold", "size": "lg"},
                {"type": "text", "text": "23 พ.ย. 2569 · ภาพคุณภาพดี", "size": "xs", "color": "#666666"},
                row("รอยแดง", 72, "#B3405F"),
                row("จุดด่างดำ", 58, "#A87B12"),
                row("ริ้วรอย", 81, "#0F766E"),
                {"type": "separator", "margin": "xl"},
                {
                    "type": "text",
                    "text": "ผลนี้ไม่ใช่การวินิจฉัยทางการแพทย์",
                    "wrap": True,
                    "size": "sm",
                    "color": "#666666",
                    "margin": "lg",
                },
            ],
        },
        "footer": {
            "type": "box",
            "layout": "vertical",
            "spacing": "sm",
            "contents": [
                {
                    "type": "button",
                    "style": "primary",
                    "color": "#06753C",
                    "height": "sm",
                    "action": {
                        "type": "postback",
                        "label": "จองคิวปรึกษา",
                        "data": "v1.book",
                        "displayText": "จองคิว",
                    },
                },
                {
                    "type": "button",
                    "style": "link",
                    "height": "sm",
                    "action": {"type": "uri", "label": "ดูโปรไฟล์ผิว", "uri": f"{PUBLIC}/skin"},
                },
            ],
        },
    },
}
GREETING: dict[str, Any] = {
    "type": "text",
    "text": "สวัสดีค่ะ คุณ<script>พลอย</script> ยินดีต้อนรับสู่คลินิกค่ะ\nส่งรูปหน้าให้เราอ่านผิวได้เลยนะคะ",
    "quickReply": {
        "items": [
            {"type": "action", "action": {"type": "cameraRoll", "label": "ส่งรูป"}},
            {
                "type": "action",
                "action": {
                    "type": "postback",
                    "label": "ยินยอม",
                    "data": "v1.consent",
                    "displayText": "ยินยอม",
                },
            },
            {
                "type": "action",
                "action": {
                    "type": "datetimepicker",
                    "label": "เลือกวัน",
                    "data": "v1.when",
                    "mode": "date",
                    "min": "2026-11-23",
                },
            },
        ]
    },
}


class SmallClinic:
    """Greets a text, answers a photo with a card, tells what a button said."""

    def __init__(self, *samples: Path) -> None:
        self.samples = samples
        self.clock = SimulatedClock(datetime(2026, 11, 23, 3, 0, tzinfo=UTC))
        self.double = LineDouble(clock=self.clock, channels=[CHANNEL])
        self.double.faults.hang_seconds = 0
        self.events: list[dict[str, Any]] = []
        for user_id, name in ((PLOY, "พลอย"), (FON, "ฝน ฝ่ายขาย"), (MAI, "ใหม่")):
            self.double.people.add_person(user_id, name)
        self.app = self._make_app()
        self.double.poster = posting_to(self.app)

    async def advance(self, by: timedelta) -> None:
        """Move the clock, and let what is due that day be sent."""
        self.clock.advance(by)
        days = by // timedelta(days=1)
        if days:
            await self._send(
                "push", {"to": PLOY, "messages": [{"type": "text", "text": f"ผ่านไป {days} วันแล้วค่ะ"}]}
            )

    def _make_app(self) -> FastAPI:
        app = FastAPI()
        people = [DemoPerson(PLOY, "customer"), DemoPerson(FON, "sales"), DemoPerson(MAI, "beautician")]
        app.include_router(
            demo_router(
                self.double,
                self.clock,
                people,
                owner_url="/admin",
                advance=self.advance,
                media_prefix=PUBLIC,
                clinic_name="คลินิกออร่า",
                samples=self.samples,
            )
        )

        @app.post(CHANNEL.webhook_path)
        async def webhook(request: Request) -> Response:
            for event in (await request.json())["events"]:
                self.events.append(event)
                await self._answer(event)
            return Response()

        @app.get("/media/overlay.svg")
        async def picture() -> Response:
            return Response(PICTURE, media_type="image/svg+xml")

        @app.get("/assets/fonts/{name}.woff2")
        async def font_file(name: str) -> FileResponse:
            font, part = name.split("-", 1)
            if font == "anuphan":
                return FileResponse(_ANUPHAN / f"anuphan-{part}-wght-normal.woff2")
            return FileResponse(_LOOPED / f"ibm-plex-sans-thai-looped-{part}-normal.woff2")

        return app

    async def _answer(self, event: dict[str, Any]) -> None:
        message = event.get("message", {})
        answers: dict[str, list[dict[str, Any]]] = {"text": [GREETING], "image": [SCAN_CARD]}
        messages = answers.get(message.get("type", ""), [])
        if event["type"] == "postback":
            messages = [{"type": "text", "text": f"รับทราบค่ะ ({event['postback']['data']})"}]
        if messages:
            await self._send("reply", {"replyToken": event["replyToken"], "messages": messages})

    async def _send(self, kind: str, body: dict[str, Any]) -> None:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.double.app),
            base_url="https://api.line.me",
            headers={"authorization": f"Bearer {CHANNEL.access_token}"},
        ) as client:
            await client.post(f"/v2/bot/message/{kind}", json=body)
