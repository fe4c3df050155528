import './without-addon.js';
