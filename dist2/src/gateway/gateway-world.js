// What the parts of one gateway share: the station that calls for it, its copy of the routes, and the rules in force.
export {};
//# sourceMappingURL=gateway-world.js.map