// The words of the page in one of its languages, with moments and days as the issuer's clock shows them.

const LOCALES = { en: "en-GB" };

export class Saying {
  constructor({ words, trust: { time_zone: timeZone } }, language) {
    this.words = words[language];
    const locale = LOCALES[language] ?? language;
    this.days = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone });
    this.hours = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone, timeZoneName: "shortOffset" });
    this.numbers = new Intl.NumberFormat(locale);
    this.lists = new Intl.ListFormat(locale, { type: "conjunction" });
  }

  // `%(name)s` is filled from `values`: what is called `moment` or `clock` with the hour, other dates as days.
  say(key, values = {}) {
    return this.words[key].replaceAll(/%\((\w+)\)s|%%/g, (whole, name) => (whole === "%%" ? "%" : this.value(name, values[name])));
  }

  value(name, value) {
    if (value instanceof Date) return ["moment", "clock"].includes(name) ? this.moment(value) : this.days.format(value);
    return typeof value === "number" ? this.numbers.format(value) : value;
  }

  // "24 de noviembre de 2026, 15:00 (GMT-3)"
  moment(at) {
    const parts = Object.fromEntries(this.hours.formatToParts(at).map(({ type, value }) => [type, value]));
    return `${this.days.format(at)}, ${parts.hour}:${parts.minute} (${parts.timeZoneName})`;
  }
}
