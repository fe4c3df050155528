// Imported before anything of the product: rings are rung through ports, which are simulated, not through descriptors.

process.env.SIGNALBOX_NATIVE = 'off'
