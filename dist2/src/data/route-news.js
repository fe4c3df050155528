// What those who watch the routes of a center are told (GET /_sys_/routes/watch).
export {};
//# sourceMappingURL=route-news.js.map