// The bindings of a journey's script, as plain JavaScript over one native function.
// Evaluated once in a context; answers {begin, run, end}.
(function (host, keep) {
    "use strict";
    const { parse, stringify } = JSON;
    const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf, freeze, keys } = Object;
    const ownKeys = Reflect.ownKeys;
    const isArray = Array.isArray;
    const DEPTH = 60;
    let run = null;

    const clean = (text) => (text.isWellFormed() ? text : text.toWellFormed());
    const call = (op, args) => {
        const reply = parse(host(op, stringify(args)));
        if (reply.error !== undefined) throw new Error(reply.error);
        return reply.ok;
    };
    const hidden = (target, name, value) =>
        defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });

    // Values: copied when they leave the script, dressed with the list and map methods when they enter it.
    const plain = (value, depth = 0) => {
        if (depth > DEPTH) throw new RangeError("a value is nested too deep, or contains itself");
        switch (typeof value) {
            case "string": return clean(value);
            case "number": return Number.isFinite(value) ? value : null;
            case "boolean": return value;
            case "bigint": return Number(value);
            case "object": break;
            default: return null;
        }
        if (value === null) return null;
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return plain(value.valueOf(), depth + 1);
        }
        if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
        if (isArray(value) || ArrayBuffer.isView(value) || value instanceof Set) {
            const list = [];
            for (const item of value) list.push(plain(item, depth + 1));
            return list;
        }
        const copy = { __proto__: null };
        if (value instanceof Map) {
            for (const [key, item] of value) copy[clean(String(key))] = plain(item, depth + 1);
        } else {
            for (const key of keys(value)) {
                const item = value[key];
                if (typeof item !== "function" && item !== undefined) copy[clean(key)] = plain(item, depth + 1);
            }
        }
        return copy;
    };
    const javaText = (value, depth = 0) => {
        if (depth > DEPTH) throw new RangeError("a value is nested too deep, or contains itself");
        if (value === null || value === undefined) return "null";
        if (typeof value !== "object" || value instanceof Date) return String(value);
        if (value instanceof Error) return String(value);
        if (isArray(value)) return "[" + value.map((item) => javaText(item, depth + 1)).join(", ") + "]";
        const members = keys(value).filter((key) => typeof value[key] !== "function");
        return "{" + members.map((key) => key + "=" + javaText(value[key], depth + 1)).join(", ") + "}";
    };
    const wrong = (wanted) => { throw new TypeError("the value is not " + wanted); };
    const as = (wanted, test) => function () {
        const value = this === null || typeof this !== "object" ? this : this.valueOf();
        return test(value) ? value : wrong(wanted);
    };
    const isText = (value) => typeof value === "string";
    const isNumber = (value) => typeof value === "number";
    const isMap = (value) => value !== null && typeof value === "object" && !isArray(value);
    const whole = function () {
        const value = this.valueOf();
        return isNumber(value) ? Math.trunc(value) : wrong("a number");
    };
    const views = {
        asString: as("a string", isText),
        asBoolean: as("a boolean", (value) => typeof value === "boolean"),
        asDouble: as("a number", isNumber),
        asNumber: as("a number", isNumber),
        asInteger: whole,
        asLong: whole,
        asMap: as("a map", isMap),
        asList: as("a list", isArray),
        isString() { return isText(this.valueOf()); },
        isNumber() { return isNumber(this.valueOf()); },
        isBoolean() { return typeof this.valueOf() === "boolean"; },
        isMap() { return isMap(this.valueOf()); },
        isList() { return isArray(this.valueOf()); },
        isNull() { return false; },
        isNotNull() { return true; },
        getObject() { return this.valueOf(); },
    };
    const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
    const mapMethods = {
        ...views,
        get(key) { return own(this, key) ? this[key] : null; },
        getOrDefault(key, other) { return own(this, key) ? this[key] : other; },
        containsKey(key) { return own(this, key); },
        isDefined(key) { return own(this, key); },
        keys() { return dress(keys(this)); },
        keySet() { return dress(keys(this)); },
        values() { return dress(keys(this).map((key) => this[key])); },
        size() { return keys(this).length; },
        isEmpty() { return keys(this).length === 0; },
        put(key, value) { const old = own(this, key) ? this[key] : null; this[key] = value; return old; },
        remove(key) { const old = own(this, key) ? this[key] : null; delete this[key]; return old; },
        toString() { return javaText(this); },
    };
    const listMethods = {
        ...views,
        get(index) {
            if (!(index >= 0 && index < this.length)) {
                throw new RangeError("index " + index + " is out of bounds for length " + this.length);
            }
            return this[index];
        },
        size() { return this.length; },
        isEmpty() { return this.length === 0; },
        contains(item) { return this.includes(item); },
        add(item) { this.push(item); return true; },
        toArray() { return this; },
        iterator() {
            let next = 0;
            return { hasNext: () => next < this.length, next: () => this[next++] };
        },
    };
    // Methods that an assignment to a member of the same name may cover, although they are frozen.
    const coverable = (target, name, value) => defineProperty(target, name, {
        get() { return value; },
        set(next) {
            if (this === target) return;
            defineProperty(this, name, { value: next, writable: true, enumerable: true, configurable: true });
        },
        enumerable: false,
        configurable: false,
    });
    const MapProto = {};
    const ListProto = setPrototypeOf([], Array.prototype);
    for (const name of keys(mapMethods)) coverable(MapProto, name, mapMethods[name]);
    for (const name of keys(listMethods)) coverable(ListProto, name, listMethods[name]);
    for (const name of keys(views)) {
        for (const proto of [String.prototype, Number.prototype, Boolean.prototype]) {
            if (!own(proto, name)) hidden(proto, name, views[name]);
        }
    }
    const dress = (value) => {
        if (value === null || typeof value !== "object") return value;
        if (isArray(value)) return setPrototypeOf(value.map(dress), ListProto);
        const copy = setPrototypeOf({}, MapProto);
        for (const key of keys(value)) {
            defineProperty(copy, key, {
                value: dress(value[key]), writable: true, enumerable: true, configurable: true,
            });
        }
        return copy;
    };
    const text = (value) =>
        value === null || value === undefined ? null : clean(isText(value) ? value : javaText(value));
    const need = (value, what) => {
        const given = text(value);
        if (given === null || given === "") throw new TypeError(what + " must not be null or empty");
        return given;
    };
    const integer = (value, what) => {
        const number = typeof value === "boolean" || value === null ? NaN : Number(value);
        if (!Number.isFinite(number)) throw new TypeError(what + " must be a number");
        return Math.trunc(number);
    };
    const texts = (value, what) => {
        if (value === null || value === undefined) return [];
        if (typeof value !== "object" || typeof value.length !== "number") {
            throw new TypeError(what + " must be a list");
        }
        return Array.from(value, text);
    };

    // The engine counts jumps and calls, but not what one built-in does with a long list or text:
    // this counts it, so that such work ends at the limit too.
    const charge = (work) => { for (let left = work; left > 0; left -= 1); };
    const metered = (target, names, cost) => {
        for (const name of names) {
            const native = target[name];
            if (typeof native !== "function") continue;
            const wrapper = { [name](...args) { charge(cost(this, args)); return Reflect.apply(native, this, args); } }[name];
            defineProperty(wrapper, "length", { value: native.length });
            hidden(target, name, wrapper);
        }
    };
    const listMethodsOf = ["concat", "copyWithin", "every", "fill", "filter", "find", "findIndex", "findLast",
        "findLastIndex", "flat", "flatMap", "forEach", "includes", "indexOf", "join", "lastIndexOf", "map", "reduce",
        "reduceRight", "reverse", "shift", "slice", "some", "splice", "subarray", "toReversed", "toSpliced", "toString",
        "toLocaleString", "unshift", "with", "set", Symbol.iterator];
    const length = (value) => (value === null || value === undefined ? 0 : value.length ?? value.size ?? 0);
    for (const proto of [Array.prototype, getPrototypeOf(Uint8Array.prototype)]) {
        metered(proto, listMethodsOf, (list) => length(list) / 16);
        metered(proto, ["sort", "toSorted"], (list) => length(list) * 4);
    }
    metered(String.prototype, ["concat", "endsWith", "includes", "indexOf", "lastIndexOf", "localeCompare", "match",
        "matchAll", "normalize", "replace", "replaceAll", "search", "slice", "split", "startsWith", "substring", "substr",
        "toLowerCase", "toUpperCase", "trim"], (self) => length(self) / 16);
    metered(String.prototype, ["repeat"], (self, [count]) => (length(self) * count) / 64);
    metered(String.prototype, ["padStart", "padEnd"], (self, [width]) => width / 16);
    metered(Array, ["from", "of"], (self, [source]) => length(source));
    metered(JSON, ["parse"], (self, [source]) => length(source) / 4);

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

    // Node state.
    const merged = (under, over) => {
        if (!isMap(under) || !isMap(over)) return over;
        const result = { __proto__: null };
        for (const key of keys(under)) result[key] = under[key];
        for (const key of keys(over)) result[key] = key in result ? merged(result[key], over[key]) : over[key];
        return result;
    };
    const bare = (object) => {
        const copy = { __proto__: null };
        for (const key of keys(object)) copy[key] = object[key];
        return copy;
    };
    const stateKey = (key) => {
        const name = text(key);
        if (name === null) throw new TypeError("the key of node state must not be null");
        return name;
    };
    const nodeStateOf = (state) => {
        const scopes = { transient: bare(state.transient), secure: bare(state.secure), shared: bare(state.shared) };
        const order = [scopes.transient, scopes.secure, scopes.shared];
        const put = (op, scope) => function (key, value) {
            const name = stateKey(key);
            const copy = plain(value);
            scope[name] = copy;
            run.ops.push([op, name, copy]);
            return this;
        };
        const merge = (op, scope) => function (object) {
            const copy = plain(object);
            if (!isMap(copy)) throw new TypeError(op + " wants an object");
            for (const key of keys(copy)) scope[key] = key in scope ? merged(scope[key], copy[key]) : copy[key];
            run.ops.push([op, "", copy]);
            return this;
        };
        const find = (name) => {
            const scope = order.find((candidate) => name in candidate);
            return scope === undefined ? null : scope[name];
        };
        const methods = {
            get(key) { return dress(find(stateKey(key))); },
            getObject(key) {
                const name = stateKey(key);
                const first = find(name);
                if (!isMap(first)) return dress(first);
                let all = {};
                for (const scope of [scopes.shared, scopes.secure, scopes.transient]) {
                    if (name in scope && isMap(scope[name])) all = merged(all, scope[name]);
                }
                return dress(all);
            },
            isDefined(key) { const name = stateKey(key); return order.some((scope) => name in scope); },
            keys() { return dress([...new Set(order.flatMap((scope) => keys(scope)))].sort()); },
            remove(key) {
                const name = stateKey(key);
                for (const scope of order) delete scope[name];
                run.ops.push(["remove", name, null]);
                return this;
            },
            putShared: put("putShared", scopes.shared),
            putTransient: put("putTransient", scopes.transient),
            mergeShared: merge("mergeShared", scopes.shared),
            mergeTransient: merge("mergeTransient", scopes.transient),
        };
        return methods;
    };

    // Callbacks that came back.
    const callbacksOf = (data) => {
        const list = (name) => () => dress(data[name] ?? []);
        return {
            isEmpty: () => data.count === 0,
            getChoiceCallbacks: list("choice"),
            getNameCallbacks: list("name"),
            getPasswordCallbacks: list("password"),
            getHiddenValueCallbacks: () => dress(data.hidden ?? {}),
            getTextInputCallbacks: list("text"),
            getStringAttributeInputCallbacks: list("StringAttributeInputCallback"),
            getNumberAttributeInputCallbacks: list("NumberAttributeInputCallback"),
            getBooleanAttributeInputCallbacks: list("BooleanAttributeInputCallback"),
            getConfirmationCallbacks: list("confirmation"),
            getLanguageCallbacks: list("LanguageCallback"),
            getIdpCallbacks: list("IdPCallback"),
            getValidatedPasswordCallbacks: list("validatedPassword"),
            getValidatedUsernameCallbacks: list("validatedUsername"),
            getHttpCallbacks: list("HttpCallback"),
            getX509CertificateCallbacks: list("X509CertificateCallback"),
            getConsentMappingCallbacks: list("ConsentMappingCallback"),
            getDeviceProfileCallbacks: list("DeviceProfileCallback"),
            getKbaCreateCallbacks: list("KbaCreateCallback"),
            getSelectIdPCallbacks: list("SelectIdPCallback"),
            getTermsAndConditionsCallbacks: list("TermsAndConditionsCallback"),
        };
    };

    // Callbacks to send.
    const severity = (value) => {
        const type = integer(value, "the message type");
        if (![0, 1, 2, 4].includes(type)) throw new RangeError("unknown message type " + type);
        return type;
    };
    const builder = () => {
        const add = (type, fields) => { run.callbacks.push({ type, ...fields }); };
        const other = (name, output, input) => add("other", {
            name,
            output: output.map(([key, value]) => [key, plain(value)]),
            input: input.map(([key, value]) => [key, plain(value)]),
        });
        // value, required, then (failed) or (policies, validateOnly[, failed])
        const policies = (rest) => rest.length <= 1
            ? { policies: {}, validateOnly: false, failed: texts(rest[0], "failedPolicies") }
            : { policies: plain(rest[0]), validateOnly: !!rest[1], failed: texts(rest[2], "failedPolicies") };
        const attribute = (type, convert) => (name, prompt, value, required, ...rest) => {
            const extra = policies(rest);
            const given = value === null || value === undefined ? null : convert(value);
            other(type, [
                ["name", need(name, "the name")], ["prompt", need(prompt, "the prompt")], ["required", !!required],
                ["policies", extra.policies], ["failedPolicies", extra.failed],
                ["validateOnly", extra.validateOnly], ["value", given],
            ], [["value", given], ["validateOnly", extra.validateOnly]]);
        };
        const idp = (provider, clientId, redirectUri, scope, nonce, request, requestUri, acrValues, native, token,
            tokenType) => other("IdPCallback", [
            ["provider", text(provider)], ["clientId", text(clientId)], ["redirectUri", text(redirectUri)],
            ["scopes", texts(scope, "scope")], ["nonce", text(nonce)], ["request", text(request)],
            ["requestUri", text(requestUri)], ["acrValues", texts(acrValues, "acrValues")],
            ["requestNativeAppForUserInfo", !!native],
        ], [["token", text(token) ?? ""], ["token_type", text(tokenType) ?? ""], ["userInfo", ""]]);
        return {
            textOutputCallback(type, message) {
                add("text-output", { code: severity(type), message: need(message, "the message") });
            },
            suspendedTextOutputCallback(type, message) {
                add("text-output", { code: severity(type), message: need(message, "the message"), suspended: true });
            },
            scriptTextOutputCallback(message) {
                add("text-output", { code: 4, message: need(message, "the message") });
            },
            hiddenValueCallback(id, value) {
                add("hidden", { id: need(id, "the id"), value: text(value) ?? "" });
            },
            choiceCallback(prompt, choices, initial, multiple) {
                const list = texts(choices, "choices").map((choice) => need(choice, "a choice"));
                const index = integer(initial, "the default choice");
                if (index < 0 || index >= list.length) throw new RangeError("the default choice is not in the list");
                add("choice", { prompt: need(prompt, "the prompt"), choices: list, index, multiple: !!multiple });
            },
            nameCallback(prompt, initial) {
                const value = initial === undefined ? "" : need(initial, "the default name");
                add("name", { prompt: need(prompt, "the prompt"), value });
            },
            passwordCallback(prompt, echo) { add("password", { prompt: need(prompt, "the prompt"), echo: !!echo }); },
            textInputCallback(prompt, initial) {
                const value = initial === undefined ? "" : need(initial, "the default text");
                add("text-input", { prompt: need(prompt, "the prompt"), value });
            },
            redirectCallback(url, data, method, ...rest) {
                const status = rest.length >= 2 ? text(rest[0]) : null;
                const back = rest.length >= 2 ? text(rest[1]) : null;
                other("RedirectCallback", [
                    ["redirectUrl", need(url, "the redirect URL")], ["redirectMethod", text(method)],
                    ["trackingCookie", rest.length === 1 ? !!rest[0] : !!rest[2]],
                    ["redirectData", data ?? null], ["statusParameter", status], ["redirectBackUrlCookie", back],
                ], []);
            },
            metadataCallback(value) { add("metadata", { data: plain(value) }); },
            stringAttributeInputCallback: attribute("StringAttributeInputCallback", text),
            numberAttributeInputCallback: attribute("NumberAttributeInputCallback", Number),
            booleanAttributeInputCallback: attribute("BooleanAttributeInputCallback", Boolean),
            confirmationCallback(...args) {
                const prompt = args.length > 3 ? need(args.shift(), "the prompt") : "";
                const [type, choices, initial] = args;
                const listed = choices !== null && typeof choices === "object";
                const kind = listed ? -1 : integer(choices, "the option type");
                if (!listed && ![0, 1, 2].includes(kind)) throw new RangeError("unknown option type " + kind);
                add("confirmation", {
                    prompt, code: severity(type), kind_code: kind, options: listed ? texts(choices, "options") : [],
                    index: integer(initial, "the default option"),
                });
            },
            languageCallback(language, country) {
                const fields = [["language", text(language) ?? ""], ["country", text(country) ?? ""]];
                other("LanguageCallback", fields, fields);
            },
            idPCallback: idp,
            pollingWaitCallback(wait, message) {
                add("polling-wait", { wait: integer(wait, "the wait time"), message: text(message) ?? "" });
            },
            validatedPasswordCallback(prompt, echo, rules, validateOnly, failed) {
                add("validated-password", {
                    prompt: need(prompt, "the prompt"), echo: !!echo,
                    detail: {
                        policies: plain(rules), failedPolicies: texts(failed, "failedPolicies"),
                        validateOnly: !!validateOnly,
                    },
                });
            },
            validatedUsernameCallback(prompt, rules, validateOnly, failed) {
                add("validated-username", {
                    prompt: need(prompt, "the prompt"),
                    detail: {
                        policies: plain(rules), failedPolicies: texts(failed, "failedPolicies"),
                        validateOnly: !!validateOnly,
                    },
                });
            },
            httpCallback(header, negotiation, third, fourth) {
                const four = fourth !== undefined;
                other("HttpCallback", [
                    ["authorizationHeader", text(header)], ["negotiationHeader", text(negotiation)],
                    ["negotiationValue", four ? text(third) : null], ["errorCode", text(four ? fourth : third)],
                ], [["authorization", ""]]);
            },
            x509CertificateCallback(prompt, certificate, signature) {
                other("X509CertificateCallback", [
                    ["prompt", need(prompt, "the prompt")], ["requestSignature", !!signature],
                ], [["certificate", text(certificate)], ["signature", ""]]);
            },
            consentMappingCallback(...args) {
                const fields = ["name", "displayName", "icon", "accessLevel", "titles"];
                const config = args.length > 3
                    ? Object.fromEntries(fields.map((field, index) => [field, args[index]])) : plain(args[0]) ?? {};
                const [message, required] = args.slice(-2);
                other("ConsentMappingCallback", [
                    ...fields.map((field) => [field, config[field] ?? null]), ["message", text(message)],
                    ["isRequired", !!required],
                ], [["value", false]]);
            },
            deviceProfileCallback(metadata, location, message) {
                other("DeviceProfileCallback", [
                    ["metadata", !!metadata], ["location", !!location], ["message", text(message) ?? ""],
                ], [["value", ""]]);
            },
            kbaCreateCallback(prompt, questions, allowOwn) {
                other("KbaCreateCallback", [
                    ["prompt", need(prompt, "the prompt")], ["predefinedQuestions", texts(questions, "questions")],
                    ["allowUserDefinedQuestions", !!allowOwn],
                ], [["selectedQuestion", ""], ["selectedAnswer", ""]]);
            },
            selectIdPCallback(providers) {
                other("SelectIdPCallback", [["providers", providers], ["value", ""]], [["provider", ""]]);
            },
            termsAndConditionsCallback(version, terms, created) {
                other("TermsAndConditionsCallback", [
                    ["version", text(version)], ["terms", text(terms)], ["createDate", text(created)],
                ], [["accept", false]]);
            },
        };
    };

    // The action.
    const actionOf = () => {
        const touch = () => (run.action ??= { properties: [], removed: [] });
        const set = (field) => function (value) { touch()[field] = text(value); return this; };
        const minutes = (field) => function (value) {
            const given = integer(value, field);
            if (given < 1) throw new RangeError(field + " must be greater than 0");
            touch()[field] = given;
            return this;
        };
        return {
            goTo(outcome) {
                if (outcome === null || outcome === undefined) throw new TypeError("goTo wants an outcome");
                touch().outcome = text(outcome);
                return this;
            },
            putSessionProperty(key, value) {
                touch().properties.push([stateKey(key), text(value) ?? ""]);
                return this;
            },
            removeSessionProperty(key) { touch().removed.push(stateKey(key)); return this; },
            withMaxSessionTime: minutes("maxSessionTime"),
            withMaxIdleTime: minutes("maxIdleTime"),
            withErrorMessage: set("errorMessage"),
            withLockoutMessage: set("lockoutMessage"),
            withIdentifiedUser(name) {
                touch().identifiedUser = text(name);
                touch().identifiedAgent = null;
                return this;
            },
            withIdentifiedAgent(name) {
                touch().identifiedAgent = text(name);
                touch().identifiedUser = null;
                return this;
            },
            withStage: set("stage"),
            withHeader: set("header"),
            withDescription: set("description"),
            suspend(message, logic, limit) {
                const action = touch();
                action.suspend = { message: need(message, "the message").replaceAll("{0}", "%s"), minutes: null };
                if (limit !== undefined && limit !== null) {
                    const given = integer(limit, "maximumSuspendDuration");
                    if (given < 1) throw new RangeError("maximumSuspendDuration must be greater than 0");
                    action.suspend.minutes = given;
                }
                if (typeof logic === "function") {
                    run.log.push(["debug", "action.suspend: the additional logic is not run by the simulator"]);
                }
                return this;
            },
        };
    };

    // Log.
    const filled = (args) => {
        const [pattern, ...values] = args;
        let next = 0;
        const message = isText(pattern)
            ? pattern.replace(/\{\}/g, (hole) => (next < values.length ? javaText(values[next++]) : hole))
            : javaText(pattern);
        return clean(message);
    };
    const loggerOf = () => {
        const logger = {};
        const names = {
            trace: "trace", debug: "debug", info: "info", warn: "warning", error: "error", message: "debug",
            warning: "warning",
        };
        for (const name of keys(names)) {
            logger[name] = (...args) => { run.log.push([names[name], filled(args)]); };
            logger["is" + name[0].toUpperCase() + name.slice(1) + "Enabled"] = () => true;
        }
        return logger;
    };

    // Directory.
    const openidm = {
        query: (resource, params, fields) => dress(call("query", [text(resource), plain(params ?? {}), plain(fields ?? [])])),
        read: (resource, params, fields) => dress(call("read", [text(resource), plain(fields ?? [])])),
        create: (resource, id, content) => dress(call("create", [text(resource), text(id), plain(content)])),
        update: (resource, rev, content) => dress(call("update", [text(resource), plain(content)])),
        patch: (resource, rev, operations) => dress(call("patch", [text(resource), plain(operations)])),
        delete: (resource) => dress(call("delete", [text(resource)])),
        action(resource) { throw new Error("openidm.action on " + text(resource) + " is not simulated"); },
    };
    const idRepository = {
        getIdentity(id) {
            const asked = need(id, "the id of an identity");
            const found = call("identity", [asked]);
            const attributes = (key) => dress(call("attributes", [asked, text(key)]));
            const list = (values) => (isArray(values) || values instanceof Set ? [...values] : [values]);
            const pending = [];
            return {
                getName: () => found.name,
                getUniversalId: () => found.universal,
                exists: () => found.exists,
                isExists: () => found.exists,
                isActive: () => found.active,
                getAttributeValues(key) {
                    const change = pending.findLast(([name]) => name === key);
                    return change === undefined ? attributes(key) : dress(change[1]);
                },
                setAttribute(key, values) {
                    pending.push([text(key), values === null || values === undefined ? [] : plain(list(values))]);
                },
                addAttribute(key, value) {
                    pending.push([text(key), [...this.getAttributeValues(key), ...plain(list(value))]]);
                },
                store() {
                    call("store", [asked, pending]);
                    pending.length = 0;
                },
            };
        },
        getAttribute: (id, key) => idRepository.getIdentity(id).getAttributeValues(key),
        setAttribute(id, key, values) {
            const identity = idRepository.getIdentity(id);
            identity.setAttribute(key, values);
            identity.store();
        },
    };

    // Utilities.
    const bytes = (value) => {
        if (isText(value)) return { text: clean(value) };
        if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
        if (isArray(value) || ArrayBuffer.isView(value)) {
            return { bytes: Array.from(value, (item) => integer(item, "a byte") & 255) };
        }
        throw new TypeError("expected a string or bytes");
    };
    const algorithm = (value) => text(value !== null && typeof value === "object" ? value.hash ?? value.name : value);
    const hmac = (hash, key, data) => Uint8Array.from(call("hmac", [algorithm(hash), bytes(key), bytes(data)]));
    const utils = {
        base64: {
            encode: (value) => call("base64-encode", ["base64", bytes(value)]),
            decode: (value) => call("base64-decode", ["base64", need(value, "the text")]).text,
            decodeToBytes: (value) => Uint8Array.from(call("base64-decode", ["base64", need(value, "the text")]).bytes),
        },
        base64url: {
            encode: (value) => call("base64-encode", ["base64url", bytes(value)]),
            decode: (value) => call("base64-decode", ["base64url", need(value, "the text")]).text,
            decodeToBytes: (value) => Uint8Array.from(call("base64-decode", ["base64url", need(value, "the text")]).bytes),
        },
        crypto: {
            randomUUID: () => call("uuid", []),
            getRandomValues(array) {
                const length = integer(array.length, "the length");
                const width = array.BYTES_PER_ELEMENT ?? 1;
                const fresh = call("bytes", [length * width]);
                for (let index = 0; index < length; index += 1) {
                    let value = 0;
                    for (let part = 0; part < width; part += 1) value = value * 256 + fresh[index * width + part];
                    array[index] = value;
                }
                return array;
            },
            subtle: {
                digest: (hash, data) => Uint8Array.from(call("digest", [algorithm(hash), bytes(data)])),
                hmac,
                sign: (kind, key, data, options) => hmac(options ?? (isText(kind) ? "SHA-256" : kind), key, data),
                verify: (kind, key, data, signature, options) =>
                    String(hmac(options ?? (isText(kind) ? "SHA-256" : kind), key, data))
                    === String(Uint8Array.from(signature)),
            },
        },
        types: {
            stringToBytes: (value) => Uint8Array.from(call("to-bytes", [bytes(String(value))])),
            bytesToString: (value) => call("to-text", [bytes(value)]),
        },
    };
    const noJava = () => { throw new Error("Java classes are not available: use the next-generation bindings"); };
    const headersOf = (data) => {
        const headers = dress(data);
        hidden(headers, "get", (name) => headers[String(name).toLowerCase()] ?? null);
        return headers;
    };

    const begin = (inputs) => {
        const input = parse(inputs);
        run = { now: input.now, ops: [], callbacks: [], log: [], action: null };
        const variables = bare(input.variables);
        const nodeState = nodeStateOf(input.state);
        const bindings = {
            nodeState, openidm, idRepository, utils, logger: loggerOf(),
            realm: input.realm, scriptName: input.script, cookieName: input.cookieName,
            requestHeaders: headersOf(input.headers), requestParameters: dress(input.parameters),
            requestCookies: dress(input.cookies), resumedFromSuspend: input.resumed,
            properties: dress({}), auditEntryDetail: null,
            systemEnv: {
                getProperty(name, other, type) {
                    const value = variables[name] ?? (other === undefined ? null : other);
                    return value !== null && typeof type === "function" ? type(value) : value;
                },
            },
            httpClient: { send() { throw new Error("httpClient.send: the simulator has no network"); } },
            JavaImporter: noJava,
        };
        if (input.session !== null) bindings.existingSession = dress(input.session);
        if (input.decision) {
            bindings.callbacks = callbacksOf(input.callbacks);
            bindings.callbacksBuilder = builder();
            bindings.action = actionOf();
        }
        for (const name of keys(bindings)) {
            defineProperty(globalThis, name, {
                value: bindings[name], writable: true, enumerable: true, configurable: true,
            });
        }
    };

    const globalEval = eval;
    const evaluate = (source) => { globalEval(source); };

    const take = (name) => {
        const value = globalEval("typeof " + name + " === 'undefined' ? undefined : " + name);
        return value === undefined ? undefined : plain(value);
    };
    // What the script did. `ended`: it ended normally, so its results count.
    const end = (ended) => {
        const effects = { ops: run.ops, log: run.log, action: run.action, callbacks: run.callbacks };
        if (ended) {
            effects.outcome = take("outcome");
            effects.config = take("config");
        }
        return stringify(effects);
    };

    // Puts the globals back; false when something cannot be put back.
    const baseline = new Map();
    const reset = () => {
        run = null;
        let restored = true;
        for (const key of ownKeys(globalThis)) {
            if (!baseline.has(key)) restored = Reflect.deleteProperty(globalThis, key) && restored;
        }
        for (const [key, known] of baseline) {
            const found = getOwnPropertyDescriptor(globalThis, key);
            if (found === undefined || found.value !== known.value || found.get !== known.get) {
                restored = Reflect.defineProperty(globalThis, key, known) && restored;
            }
        }
        return restored && Object.isExtensible(globalThis);
    };

    const shield = () => {
        for (const proto of [Object.prototype, Error.prototype, EvalError.prototype, RangeError.prototype,
            ReferenceError.prototype, SyntaxError.prototype, TypeError.prototype, URIError.prototype]) {
            for (const name of ["constructor", "toString", "valueOf", "toLocaleString", "hasOwnProperty", "name",
                "message", "isPrototypeOf", "propertyIsEnumerable"]) {
                const found = getOwnPropertyDescriptor(proto, name);
                if (found !== undefined && "value" in found) coverable(proto, name, found.value);
            }
        }
        const seen = new Set([globalThis]);
        const walk = (thing) => {
            if (thing === null || (typeof thing !== "object" && typeof thing !== "function") || seen.has(thing)) return;
            seen.add(thing);
            walk(getPrototypeOf(thing));
            for (const key of ownKeys(thing)) {
                const found = getOwnPropertyDescriptor(thing, key);
                walk(found.value);
                walk(found.get);
                walk(found.set);
            }
            freeze(thing);
        };
        for (const key of ownKeys(globalThis)) walk(getOwnPropertyDescriptor(globalThis, key).value);
        const samples = [
            function* () {}, (function* () {})(), async () => {}, async function* () {}, [][Symbol.iterator](),
            new Map()[Symbol.iterator](), new Set()[Symbol.iterator](), ""[Symbol.iterator](), /x/[Symbol.matchAll](""),
            MapProto, ListProto, openidm, idRepository, utils, noJava,
        ];
        samples.forEach(walk);
    };
    if (keep) shield();
    for (const key of ownKeys(globalThis)) baseline.set(key, getOwnPropertyDescriptor(globalThis, key));
    return { begin, evaluate, end, reset };
})
