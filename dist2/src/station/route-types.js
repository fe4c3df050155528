// How types flow from a route to its handler and its callers, without a build step.
export {};
//# sourceMappingURL=route-types.js.map