# The addon as npm builds it. For development, native/CMakeLists.txt builds the same list of sources.
{
  "variables": {
    # Which of native/sources.json: the core and the binding, and one implementation of the operating system's part.
    "list_sources": "const s = require('./native/sources.json'); console.log([...s.core, ...s.binding, ...s[process.argv[1]]].map((f) => 'native/' + f).join('\\n'))",
  },
  "targets": [
    {
      "target_name": "signalbox_native",
      "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")"],
      "defines": [
        "NAPI_VERSION=8",
        "NAPI_DISABLE_CPP_EXCEPTIONS",
        # A worker that is being terminated takes no exceptions: drop them instead of aborting the process.
        "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS",
      ],
      "cflags!": ["-fexceptions"],
      "cflags_cc!": ["-fexceptions", "-std=gnu++17", "-std=gnu++20", "-O3"],
      "cflags_cc": [
        "-std=c++20",
        "-O2",
        "-fno-exceptions",
        "-fvisibility=hidden",
        "-Wall",
        "-Wextra",
        "-Werror",
      ],
      "conditions": [
        ["OS=='linux'", {
          "sources": ["<!@(node -e \"<(list_sources)\" linux)"],
          # Without it a worker's exit unloads the addon, and a later finalizer runs unmapped code.
          "ldflags": ["-Wl,-z,nodelete"],
        }, {
          "sources": ["<!@(node -e \"<(list_sources)\" unsupported)"],
        }],
      ],
    },
  ],
}
