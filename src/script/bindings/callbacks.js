// callbacks: rule `script.callbacks`.
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
// The older bindings hand out the callbacks themselves, in their order.
const listOf = (list) => dress(list).map((one) => {
    const dressed = {};
    for (const key of keys(one)) dressed["get" + key[0].toUpperCase() + key.slice(1)] = () => one[key];
    return dressed;
});
bind("callbacks", (input) => {
    const getters = callbacksOf(input.callbacks);
    if (!input.legacy) return getters;
    const list = setPrototypeOf(listOf(input.callbacks.all), ListProto);
    for (const name of keys(getters)) hidden(list, name, getters[name]);
    return list;
}, DECISION);
// callbacksBuilder: rule `script.callbacks-builder`.
const severity = (value) => {
    const type = integer(value, "the message type");
    if (![0, 1, 2, 4].includes(type)) throw new RangeError("unknown message type " + type);
    return type;
};
const addCallback = (type, fields) => { run.callbacks.push({ type, ...fields }); };
const addOther = (name, output, input) => addCallback("other", {
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
    addOther(type, [
        ["name", need(name, "the name")], ["prompt", need(prompt, "the prompt")], ["required", !!required],
        ["policies", extra.policies], ["failedPolicies", extra.failed],
        ["validateOnly", extra.validateOnly], ["value", given],
    ], [["value", given], ["validateOnly", extra.validateOnly]]);
};
const idp = (provider, clientId, redirectUri, scope, nonce, request, requestUri, acrValues, native, token,
    tokenType) => addOther("IdPCallback", [
    ["provider", text(provider)], ["clientId", text(clientId)], ["redirectUri", text(redirectUri)],
    ["scopes", texts(scope, "scope")], ["nonce", text(nonce)], ["request", text(request)],
    ["requestUri", text(requestUri)], ["acrValues", texts(acrValues, "acrValues")],
    ["requestNativeAppForUserInfo", !!native],
], [["token", text(token) ?? ""], ["token_type", text(tokenType) ?? ""], ["userInfo", ""]]);
const callbacksBuilder = {
    textOutputCallback(type, message) {
        addCallback("text-output", { code: severity(type), message: need(message, "the message") });
    },
    suspendedTextOutputCallback(type, message) {
        addCallback("text-output", { code: severity(type), message: need(message, "the message"), suspended: true });
    },
    scriptTextOutputCallback(message) {
        addCallback("text-output", { code: 4, message: need(message, "the message") });
    },
    hiddenValueCallback(id, value) {
        addCallback("hidden", { id: need(id, "the id"), value: text(value) ?? "" });
    },
    choiceCallback(prompt, choices, initial, multiple) {
        const list = texts(choices, "choices").map((choice) => need(choice, "a choice"));
        const index = integer(initial, "the default choice");
        if (index < 0 || index >= list.length) throw new RangeError("the default choice is not in the list");
        addCallback("choice", { prompt: need(prompt, "the prompt"), choices: list, index, multiple: !!multiple });
    },
    nameCallback(prompt, initial) {
        const value = initial === undefined ? "" : need(initial, "the default name");
        addCallback("name", { prompt: need(prompt, "the prompt"), value });
    },
    passwordCallback(prompt, echo) { addCallback("password", { prompt: need(prompt, "the prompt"), echo: !!echo }); },
    textInputCallback(prompt, initial) {
        const value = initial === undefined ? "" : need(initial, "the default text");
        addCallback("text-input", { prompt: need(prompt, "the prompt"), value });
    },
    redirectCallback(url, data, method, ...rest) {
        const status = rest.length >= 2 ? text(rest[0]) : null;
        const back = rest.length >= 2 ? text(rest[1]) : null;
        addOther("RedirectCallback", [
            ["redirectUrl", need(url, "the redirect URL")], ["redirectMethod", text(method)],
            ["trackingCookie", rest.length === 1 ? !!rest[0] : !!rest[2]],
            ["redirectData", data ?? null], ["statusParameter", status], ["redirectBackUrlCookie", back],
        ], []);
    },
    metadataCallback(value) { addCallback("metadata", { data: plain(value) }); },
    stringAttributeInputCallback: attribute("StringAttributeInputCallback", text),
    numberAttributeInputCallback: attribute("NumberAttributeInputCallback", Number),
    booleanAttributeInputCallback: attribute("BooleanAttributeInputCallback", Boolean),
    confirmationCallback(...args) {
        const prompt = args.length > 3 ? need(args.shift(), "the prompt") : "";
        const [type, choices, initial] = args;
        const listed = choices !== null && typeof choices === "object";
        const kind = listed ? -1 : integer(choices, "the option type");
        if (!listed && ![0, 1, 2].includes(kind)) throw new RangeError("unknown option type " + kind);
        addCallback("confirmation", {
            prompt, code: severity(type), kind_code: kind, options: listed ? texts(choices, "options") : [],
            index: integer(initial, "the default option"),
        });
    },
    languageCallback(language, country) {
        const fields = [["language", text(language) ?? ""], ["country", text(country) ?? ""]];
        addOther("LanguageCallback", fields, fields);
    },
    idPCallback: idp,
    pollingWaitCallback(wait, message) {
        addCallback("polling-wait", { wait: integer(wait, "the wait time"), message: text(message) ?? "" });
    },
    validatedPasswordCallback(prompt, echo, rules, validateOnly, failed) {
        addCallback("validated-password", {
            prompt: need(prompt, "the prompt"), echo: !!echo,
            detail: {
                policies: plain(rules), failedPolicies: texts(failed, "failedPolicies"),
                validateOnly: !!validateOnly,
            },
        });
    },
    validatedUsernameCallback(prompt, rules, validateOnly, failed) {
        addCallback("validated-username", {
            prompt: need(prompt, "the prompt"),
            detail: {
                policies: plain(rules), failedPolicies: texts(failed, "failedPolicies"),
                validateOnly: !!validateOnly,
            },
        });
    },
    httpCallback(header, negotiation, third, fourth) {
        const four = fourth !== undefined;
        addOther("HttpCallback", [
            ["authorizationHeader", text(header)], ["negotiationHeader", text(negotiation)],
            ["negotiationValue", four ? text(third) : null], ["errorCode", text(four ? fourth : third)],
        ], [["authorization", ""]]);
    },
    x509CertificateCallback(prompt, certificate, signature) {
        addOther("X509CertificateCallback", [
            ["prompt", need(prompt, "the prompt")], ["requestSignature", !!signature],
        ], [["certificate", text(certificate)], ["signature", ""]]);
    },
    consentMappingCallback(...args) {
        const fields = ["name", "displayName", "icon", "accessLevel", "titles"];
        const config = args.length > 3
            ? Object.fromEntries(fields.map((field, index) => [field, args[index]])) : plain(args[0]) ?? {};
        const [message, required] = args.slice(-2);
        addOther("ConsentMappingCallback", [
            ...fields.map((field) => [field, config[field] ?? null]), ["message", text(message)],
            ["isRequired", !!required],
        ], [["value", false]]);
    },
    deviceProfileCallback(metadata, location, message) {
        addOther("DeviceProfileCallback", [
            ["metadata", !!metadata], ["location", !!location], ["message", text(message) ?? ""],
        ], [["value", ""]]);
    },
    kbaCreateCallback(prompt, questions, allowOwn) {
        addOther("KbaCreateCallback", [
            ["prompt", need(prompt, "the prompt")], ["predefinedQuestions", texts(questions, "questions")],
            ["allowUserDefinedQuestions", !!allowOwn],
        ], [["selectedQuestion", ""], ["selectedAnswer", ""]]);
    },
    selectIdPCallback(providers) {
        addOther("SelectIdPCallback", [["providers", providers], ["value", ""]], [["provider", ""]]);
    },
    termsAndConditionsCallback(version, terms, created) {
        addOther("TermsAndConditionsCallback", [
            ["version", text(version)], ["terms", text(terms)], ["createDate", text(created)],
        ], [["accept", false]]);
    },
};
share(callbacksBuilder);
bind("callbacksBuilder", () => callbacksBuilder, DECISION);
