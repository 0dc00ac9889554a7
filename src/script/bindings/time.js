// World time, in UTC, so that no setting of the machine shows.
const RealDate = Date;
const utcParse = (given) => {
    const zoned = RealDate.parse(given + "Z");
    return Number.isNaN(zoned) ? RealDate.parse(given) : zoned;
};
const now = () => (run === null ? 0 : run.now);
function SimDate(...parts) {
    if (!new.target) return new SimDate().toString();
    let at = now();
    if (parts.length === 1) {
        const one = parts[0] instanceof RealDate ? parts[0].getTime() : parts[0];
        at = isText(one) ? utcParse(one) : one;
    } else if (parts.length > 1) {
        at = RealDate.UTC(...parts);
    }
    return Reflect.construct(RealDate, [at], new.target);
}
const dateProto = RealDate.prototype;
defineProperty(SimDate, "name", { value: "Date" });
SimDate.prototype = dateProto;
hidden(dateProto, "constructor", SimDate);
hidden(SimDate, "now", () => now());
hidden(SimDate, "parse", (given) => utcParse(String(given)));
hidden(SimDate, "UTC", RealDate.UTC);
for (const part of ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"]) {
    hidden(dateProto, "get" + part, dateProto["getUTC" + part]);
    if (part !== "Day") hidden(dateProto, "set" + part, dateProto["setUTC" + part]);
}
hidden(dateProto, "getTimezoneOffset", () => 0);
const utcText = dateProto.toUTCString;
const dateText = function () {
    const [day, date, month, year] = utcText.call(this).replace(",", "").split(" ");
    return [day, month, date, year].join(" ");
};
const timeText = function () { return utcText.call(this).slice(-12, -4) + " GMT+0000 (UTC)"; };
const invalid = (date) => Number.isNaN(date.getTime());
hidden(dateProto, "toString", function () {
    return invalid(this) ? "Invalid Date" : dateText.call(this) + " " + timeText.call(this);
});
for (const name of ["toDateString", "toLocaleDateString"]) {
    hidden(dateProto, name, function () { return invalid(this) ? "Invalid Date" : dateText.call(this); });
}
for (const name of ["toTimeString", "toLocaleTimeString"]) {
    hidden(dateProto, name, function () { return invalid(this) ? "Invalid Date" : timeText.call(this); });
}
hidden(dateProto, "toLocaleString", dateProto.toString);
hidden(globalThis, "Date", SimDate);
hidden(Math, "random", () => call("random", []));
