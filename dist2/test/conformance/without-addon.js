// Switches the addon off, for this process and all that it starts; imported before anything else.
process.env.SIGNALBOX_NATIVE = 'off';
export {};
//# sourceMappingURL=without-addon.js.map