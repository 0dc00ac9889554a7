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
