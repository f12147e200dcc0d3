"""Who opens a link: people in many apps, link previews, programs."""

from __future__ import annotations

import crawleruseragents
import pytest

from campaigns.agents import opening
from campaigns.scan_tables import App, Device, ScanClass
from campaigns.scans import classify

_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
_IPHONE_17 = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
)
_SAFARI = f"{_IPHONE} Version/18.5 Mobile/15E148 Safari/604.1"
_ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile"
_GALAXY = (
    "Mozilla/5.0 (Linux; Android 14; SM-A156B Build/UP1A.231005.007; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/141.0.7390.44 Mobile Safari/537.36"
)
_OPPO = (
    "Mozilla/5.0 (Linux; Android 15; CPH2557 Build/AP3A.240617.008; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/141.0.7390.44 Mobile Safari/537.36"
)
_PIXEL = (
    "Mozilla/5.0 (Linux; Android 16; Pixel 9a Build/BP3A.251005.004; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/141.0.7390.44 Mobile Safari/537.36"
)

PEOPLE = {
    "Safari on an iPhone": _SAFARI,
    "Chrome on an iPhone": f"{_IPHONE} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1",
    "Firefox on an iPhone": f"{_IPHONE} FxiOS/143.0 Mobile/15E148 Safari/605.1.15",
    "Chrome on Android": f"{_ANDROID} Safari/537.36",
    "Samsung Internet": (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"
    ),
    "Firefox on Android": "Mozilla/5.0 (Android 14; Mobile; rv:143.0) Gecko/143.0 Firefox/143.0",
    "Opera Mini": "Opera/9.80 (Android; Opera Mini/36.2.2254/191.249; U; fr) Presto/2.12.423 Version/12.16",
    "Huawei Browser": (
        "Mozilla/5.0 (Linux; Android 12; LGE-NX9) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/114.0.5735.196 HuaweiBrowser/16.0.3.300 Mobile Safari/537.36"
    ),
    "Xiaomi browser": (
        "Mozilla/5.0 (Linux; U; Android 13; fr-fr; 22101316G Build/TP1A.220624.014) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 "
        "XiaoMi/MiuiBrowser/14.12.0-gn"
    ),
    "Instagram on an iPhone": (
        f"{_IPHONE} Mobile/22F76 Instagram 385.0.0.30.83 (iPhone14,5; iOS 18_5; fr_FR; fr; "
        "scale=3.00; 1170x2532; 742160182; IABMV/1)"
    ),
    "Instagram on Android": (
        f"{_GALAXY} Instagram 401.0.0.48.79 Android (34/14; 450dpi; 1080x2181; samsung; SM-A156B; "
        "a15x; mt6835; fr_FR; 803003003; IABMV/1)"
    ),
    "Instagram on a recent Oppo": (
        f"{_OPPO} Instagram 406.0.0.58.159 Android (35/15; 480dpi; 1080x2236; OPPO; CPH2557; fr_FR)"
    ),
    "Instagram on a Pixel": (
        f"{_PIXEL} Instagram 401.0.0.48.79 Android (36/16; 420dpi; 1080x2219; Google/google; Pixel 9a; "
        "tegu; tegu; fr_FR; 803003003; IABMV/1)"
    ),
    "TikTok on an iPhone": (
        f"{_IPHONE} Mobile/15E148 musical_ly_41.3.0 JsSdk/2.0 NetType/4G Channel/App Store "
        "ByteLocale/fr Region/FR isDarkMode/1 WKWebView/1 BytedanceWebview/d8a21c6 FalconTag/1"
    ),
    "TikTok on Android": (
        f"{_GALAXY} trill_410305 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly "
        "app_version/41.3.5 ByteLocale/fr ByteFullLocale/fr-FR Region/FR BytedanceWebview/d8a21c6"
    ),
    "Snapchat on an iPhone": f"{_IPHONE} Mobile/15E148 Snapchat/13.50.0.44 (like Safari/8621.2.5, panda)",
    "Snapchat on Android": f"{_GALAXY} Snapchat/13.50.0.42 (SM-A156B; Android 14#A156BXXS5CYA1#34; gzip; )",
    "Facebook on an iPhone": (
        f"{_IPHONE} Mobile/22F76 [FBAN/FBIOS;FBAV/520.0.0.38.101;FBBV/756351453;FBDV/iPhone13,2;"
        "FBMD/iPhone;FBSN/iOS;FBSV/18.5;FBSS/3;FBCR/;FBID/phone;FBLC/fr_FR;FBOP/80]"
    ),
    "Facebook on Android": (f"{_GALAXY} [FB_IAB/FB4A;FBAV/520.0.0.44.99;IABMV/1;FBLC/fr_FR;]"),
    "Facebook's newer in-app browser": f"{_PIXEL} MetaIAB Facebook",
    "Messenger on Android": f"{_GALAXY} [FB_IAB/Orca-Android;FBAV/525.0.0.40.107;]",
    "YouTube's in-app tab": f"{_ANDROID} Safari/537.36 [ip:192.0.2.1]",
    "X on an iPhone": f"{_IPHONE_17} Mobile/15E148 Twitter for iPhone/11.20",
    "X on Android": f"{_GALAXY} TwitterAndroid",
    "LinkedIn on an iPhone": f"{_IPHONE} Mobile/22F76 [LinkedInApp]/9.31.5634",
    "Pinterest on an iPhone": f"{_IPHONE} Mobile/22F76 [Pinterest/iOS]",
    "Discord's in-app browser": f"{_IPHONE} Mobile/15E148 Safari/604.1 Discord/290.0",
    "Reddit on Android": f"{_GALAXY} Reddit/Version 2025.38.0/Build 2538100/Android 14",
    "WhatsApp's web view": f"{_GALAXY} WhatsApp/2.25.28.7",
    "Google app on an iPhone": f"{_IPHONE} GSA/385.0.812373117 Mobile/15E148 Safari/604.1",
    "Google Lens reading a QR code": f"{_ANDROID} Safari/537.36 GoogleApp/16.38.42 lens",
    "Bing app on Android": f"{_ANDROID} Safari/537.36 BingSapphire/31.5.430925001",
    "DuckDuckGo on Android": f"{_ANDROID} Safari/537.36 DuckDuckGo/5",
    "an iPad": (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.5 Safari/605.1.15"
    ),
    "Chrome on Windows": (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/141.0.0.0 Safari/537.36"
    ),
}
_WEB_VIEW = "AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/{chrome} Mobile Safari/537.36"
_PHONES = {
    "a Galaxy A54": "Mozilla/5.0 (Linux; Android 14; SM-A546B Build/UP1A.231005.007; wv)",
    "a Redmi Note": "Mozilla/5.0 (Linux; Android 13; 23021RAA2Y Build/TKQ1.221114.001; wv)",
    "an old Huawei": "Mozilla/5.0 (Linux; Android 10; MAR-LX1A Build/HUAWEIMAR-L21A; wv)",
    "a Pixel 7": "Mozilla/5.0 (Linux; Android 15; Pixel 7 Build/AP4A.250105.002; wv)",
    "a Realme": "Mozilla/5.0 (Linux; Android 14; RMX3771 Build/UKQ1.230924.001; wv)",
}
_IN_THE_APP = {
    "Instagram": "Instagram 395.0.0.42.81 Android (34/14; 420dpi; 1080x2205; fr_FR; 791000000)",
    "TikTok": (
        "musical_ly_2024103030 JsSdk/1.0 NetType/4G Channel/googleplay AppName/musical_ly "
        "app_version/41.3.3 ByteLocale/fr-FR Region/FR AppId/1233 Spark/1.8.6 BytedanceWebview/d8a21c6"
    ),
    "Snapchat": "Snapchat/13.48.0.40 (Android 14; gzip)",
    "Facebook": "[FB_IAB/FB4A;FBAV/519.0.0.39.75;IABMV/1;FBLC/fr_FR;]",
    "Messenger": "[FB_IAB/MESSENGER;FBAV/522.0.0.32.110;]",
    "X": "TwitterAndroid",
    "Telegram": "Telegram-Android/12.0.1 (Android 14; SDK 34; AVERAGE)",
}
MORE_PEOPLE = {
    f"{app} on {phone}": f"{agent} {_WEB_VIEW.format(chrome='140.0.7339.207')} {words}"
    for phone, agent in _PHONES.items()
    for app, words in _IN_THE_APP.items()
}
FAMILIES = {
    "Instagram on an iPhone": (Device.IPHONE, App.INSTAGRAM),
    "Instagram on Android": (Device.ANDROID, App.INSTAGRAM),
    "TikTok on an iPhone": (Device.IPHONE, App.TIKTOK),
    "TikTok on Android": (Device.ANDROID, App.TIKTOK),
    "Snapchat on an iPhone": (Device.IPHONE, App.SNAPCHAT),
    "Facebook on an iPhone": (Device.IPHONE, App.FACEBOOK),
    "Facebook's newer in-app browser": (Device.ANDROID, App.FACEBOOK),
    "Messenger on Android": (Device.ANDROID, App.FACEBOOK),
    "Discord's in-app browser": (Device.IPHONE, App.DISCORD),
    "WhatsApp's web view": (Device.ANDROID, App.WHATSAPP),
    "X on Android": (Device.ANDROID, App.X),
    "LinkedIn on an iPhone": (Device.IPHONE, App.OTHER),
    "Safari on an iPhone": (Device.IPHONE, App.NONE),
    "Google Lens reading a QR code": (Device.ANDROID, App.NONE),
    "an iPad": (Device.COMPUTER, App.NONE),
    "Chrome on Windows": (Device.COMPUTER, App.NONE),
}
PREVIEWS = {
    "Facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Messages on an iPhone": (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) "
        "Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"
    ),
    "WhatsApp": "WhatsApp/2.25.28.7 A",
    "Signal": "WhatsApp/2",
    "X": "Twitterbot/1.0",
    "Discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Telegram": "TelegramBot (like TwitterBot)",
    "Slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Snapchat": (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/109.0.0.0 Safari/537.36 (compatible; Snap URL Preview Service; bot; snapchat)"
    ),
    "LinkedIn": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Teams": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "Bluesky": "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
}
PROGRAMS = {
    "a search engine": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "a search engine as a phone": (
        f"{_ANDROID} Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    ),
    "TikTok's crawler": (
        "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 "
        "(compatible; Bytespider; spider-feedback@bytedance.com)"
    ),
    "a browser without a screen": (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "HeadlessChrome/141.0.0.0 Safari/537.36"
    ),
    "curl": "curl/8.5.0",
    "a Python script": "python-requests/2.32.3",
    "an Android library": "Dalvik/2.1.0 (Linux; U; Android 14; SM-A156B Build/UP1A.231005.007)",
    "a scanner": "masscan/1.3",
    "nobody who says a name": "",
}


def seen(agent: str, method: str = "GET", **headers: str) -> ScanClass | None:
    given = {"user-agent": agent} | {name.replace("_", "-"): value for name, value in headers.items()}
    return classify(method, [(name.encode(), value.encode()) for name, value in given.items()])


@pytest.mark.parametrize("agent", PEOPLE.values(), ids=PEOPLE)
def test_a_person_in_any_app_is_a_person(agent: str) -> None:
    assert seen(agent) is ScanClass.HUMAN


def test_every_app_on_every_phone_is_a_person() -> None:
    assert len(PEOPLE) + len(MORE_PEOPLE) >= 60
    taken = {name: seen(agent) for name, agent in MORE_PEOPLE.items()}
    assert {name: kind for name, kind in taken.items() if kind is not ScanClass.HUMAN} == {}


def test_the_device_and_the_app_are_told_by_their_family() -> None:
    told = {}
    for name in FAMILIES:
        found = opening("GET", [(b"user-agent", PEOPLE[name].encode())])
        assert found is not None
        told[name] = (found.device, found.app)
    assert told == FAMILIES


@pytest.mark.parametrize("agent", PREVIEWS.values(), ids=PREVIEWS)
def test_what_draws_a_link_preview_is_a_preview(agent: str) -> None:
    assert seen(agent) is ScanClass.PREVIEW


@pytest.mark.parametrize("agent", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_is_a_bot(agent: str) -> None:
    assert seen(agent) is ScanClass.BOT


def test_no_known_crawler_passes_for_a_person_but_the_two_that_are_phones() -> None:
    missed = {
        entry["pattern"]
        for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA
        for agent in entry["instances"]
        if seen(agent) is ScanClass.HUMAN
    }
    assert missed == {r"AP3A\.240617\.008", "MetaIAB Facebook"}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_purpose": "prefetch"},
        {"sec_purpose": "prefetch;prerender"},
        {"sec_purpose": "prefetch;anonymous-client-ip"},
        {"purpose": "prefetch"},
        {"x_moz": "prefetch"},
        {"x_purpose": "preview"},
    ],
)
def test_a_page_loaded_ahead_of_the_tap_is_no_opening(headers: dict[str, str]) -> None:
    assert seen(_SAFARI, **headers) is None


def test_head_is_no_opening_and_an_agent_that_is_no_text_is_no_person() -> None:
    assert seen(_SAFARI, "HEAD") is None
    assert classify("GET", [(b"user-agent", b"\xff\xfe\x00")]) is ScanClass.BOT
    assert classify("GET", []) is ScanClass.BOT
