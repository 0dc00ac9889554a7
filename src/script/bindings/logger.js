// logger
const filled = (args) => {
    const [pattern, ...values] = args;
    let next = 0;
    const message = isText(pattern)
        ? pattern.replace(/\{\}/g, (hole) => (next < values.length ? javaText(values[next++]) : hole))
        : javaText(pattern);
    return clean(message);
};
const logger = {};
const levels = {
    trace: "trace", debug: "debug", info: "info", warn: "warning", error: "error", message: "debug", warning: "warning",
};
for (const name of keys(levels)) {
    logger[name] = (...args) => { run.log.push([levels[name], filled(args)]); };
    const enabled = () => true;
    logger["is" + name[0].toUpperCase() + name.slice(1) + "Enabled"] = enabled;
    logger[name + "Enabled"] = enabled;
}
share(logger);
bind("logger", () => logger);
