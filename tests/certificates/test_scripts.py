"""Names of 5 to 90 characters in any script: whole, set in their direction, every letter drawn; or refused with the reason."""

import io
from dataclasses import replace
from pathlib import Path

import pdfua
import pikepdf
import pypdfium2
import pytest
from pikepdf import pdfa

from accreditation.certificates import installed_fonts, scripts
from accreditation.certificates.content import CertificateContent
from accreditation.certificates.drawing import draw
from accreditation.certificates.lint import IssuingPolicy, texts_can_be_printed
from accreditation.certificates.render import draw_name, render
from accreditation.certificates.scripts import folders_of, scripts_of
from accreditation.errors import Invalid
from accreditation.texts import say
from tests.certificates.test_render import UNKNOWN_TO_THE_CHECKER, words_of

# A short name of five characters, a longest word, and words of which a name of ninety is made.
NAMES = {
    "Arabic": ("مي نو", "عبدالرحمنالمستنصر", "محمد عبدالرحمن بن أحمد الهاشمي"),
    "Hebrew": ("דן לב", "אברהמוביצקרמרשטיין", "שלמה יעקב בן־דוד רוזנברג"),
    "Devanagari": ("अनु जै", "वेंकटसुब्रह्मण्यम", "श्रीमती लक्ष्मी नारायण त्रिपाठी"),
    "Bengali": ("মিতা দ", "বন্দ্যোপাধ্যায়চৌধুরী", "রবীন্দ্রনাথ ঠাকুর কৃষ্ণ"),
    "Tamil": ("அனு ம", "சுப்பிரமணியபாரதியார்", "மீனாட்சி சுந்தரம் பிள்ளை"),
    "Thai": ("นก ใจ", "ศรีสุวรรณวงศ์พิพัฒน์", "สมชาย ใจดี ประเสริฐ"),
    "Gurmukhi": ("ਗੁਰ ਸ", "ਹਰਮਨਪ੍ਰੀਤਕੌਰਗਰੇਵਾਲ", "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ ਸੰਧੂ"),
    "Gujarati": ("મીરા પ", "ત્રિવેદીભટ્ટાચાર્ય", "કૃષ્ણકાંત ત્રિવેદી શાહ"),
    "Kannada": ("ಅನು ರ", "ವೆಂಕಟಸುಬ್ರಹ್ಮಣ್ಯ", "ಶ್ರೀನಿವಾಸ ಕೃಷ್ಣಮೂರ್ತಿ"),
    "Malayalam": ("അനു മ", "കൃഷ്ണൻകുട്ടിനമ്പൂതിരി", "ലക്ഷ്മി നാരായണൻ നായർ"),
    "Lao": ("ນາງ ຄ", "ສີສຸວັນວົງພິພັດ", "ສົມໄຊ ໃຈດີ ປະເສີດ"),
    "Burmese": ("မြ မြ", "အောင်ဆန်းစုကြည်", "မောင် အောင် ကျော်"),
    "Georgian": ("ნი და", "მამულაშვილიკვარაცხელია", "თამარ გიორგის ასული"),
    "Armenian": ("Անի Պ", "Տերհովհաննիսյանցպետրոս", "Արամ Հովհաննիսյան Գրիգորի"),
    "Ethiopic": ("አበበ በ", "ገብረእግዚአብሔርወልደማርያም", "አበበ ቢቂላ ወልደ ማርያም"),
    "Chinese": ("李小龙诸葛", "欧阳上官司马诸葛夏侯", "李伟 欧阳修文"),
    "Japanese": ("山田さくら", "ジョナサンクリストファー", "山田 さくら 花子"),
    "Korean": ("김민수정우", "남궁독고선우제갈황보", "김민수 박서연 최지우"),
}


def ninety(words: str) -> str:
    """A name of ninety characters that ends with a letter and no half one."""
    long = (f"{words} " * 9)[:90]
    return f"{long[:-1]}{words.split()[0][0]}" if long.endswith(" ") else long


def copied(pdf: bytes) -> str:
    """What can be copied from the page, without spaces and line ends."""
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return "".join(text.split())


def families_in(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            str(each.FontName).partition("+")[2]
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        }


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_whole_in_its_script(script: str, content: CertificateContent) -> None:
    short, longest, words = NAMES[script]
    for name in (short, longest, ninety(words)):
        pdf = render(replace(content, holder_name=name))
        opened = pikepdf.open(io.BytesIO(pdf))
        assert len(opened.pages) == 1 and name in str(opened.open_metadata()["dc:title"])
        assert "".join(name.split()) in "".join(words_of(pdf).split()) or "".join(name.split()) in copied(pdf), name
        assert any("Noto" in family for family in families_in(pdf))


@pytest.mark.parametrize("name", ["محمد مهدی‌زاده", "शर्मा क्‍ष"])
def test_what_joins_letters_in_a_word_may_stand_there_and_nowhere_else(name: str, content: CertificateContent) -> None:
    assert render(replace(content, holder_name=name))
    for hiding in (f"Ana{name[-3:].strip()}\u200d", "Ana\u200dRuiz", f"\u200c{name}"):
        with pytest.raises(Invalid):
            render(replace(content, holder_name=hiding))


def test_a_name_from_right_to_left_begins_at_the_right() -> None:
    """In a mixed name the Latin part, written last, stands to the left."""
    assert scripts.runs_right_to_left("محمد Ali") and not scripts.runs_right_to_left("Ali محمد")
    assert draw_name("محمد Ali") != draw_name("Ali محمد")


def test_two_checkers_of_others_find_nothing_in_other_scripts(content: CertificateContent, tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    for script in ("Arabic", "Devanagari", "Thai", "Japanese"):
        file.write_bytes(draw(replace(content, holder_name=NAMES[script][2])))
        with pikepdf.open(file) as pdf:
            found = [each for each in pdfa.check(pdf, "3b").findings if each.kind == "violation"]
        assert [each for each in found if not each.rule.endswith(UNKNOWN_TO_THE_CHECKER)] == []
        assert pdfua.validate(str(file)).findings == ()


def test_fonts_of_other_scripts_are_opened_only_for_names_that_need_them(content: CertificateContent) -> None:
    assert scripts_of("María Đặng Ғалым Αλέξανδρος") == ()
    with folders_of(()) as folders:
        assert folders == []
    assert families_in(render(content)) <= {"Inter-Regular", "Inter-SemiBold", "InterDisplay-SemiBold"}
    with folders_of(scripts_of("山田さくら 김")) as (folder,):
        assert {file.name for file in folder.iterdir()} == {"NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"}


def test_where_the_fonts_are_not_installed_the_lint_says_which_package(
    content: CertificateContent, policy: IssuingPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed_fonts, "PLACES", ())
    installed_fonts.forget_fonts()
    try:
        fault = texts_can_be_printed(replace(content, holder_name="محمد علي"), policy)
        assert fault is not None
        assert "Install the Debian package fonts-noto-core" in say(fault, "en") and "(Arabic)" in say(fault, "en")
    finally:
        monkeypatch.undo()
        installed_fonts.forget_fonts()
    assert texts_can_be_printed(replace(content, holder_name="محمد علي"), policy) is None
