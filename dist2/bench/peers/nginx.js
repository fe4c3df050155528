// nginx in front of Node over a Unix socket, as people run it.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
/** @returns `host:port`, or null when nginx is not installed. */
export async function startNginx(world, upstream) {
    const port = await freePort();
    const file = join(world.folder, 'nginx.conf');
    writeFileSync(file, configOf(world.folder, port, upstream));
    const nginx = await world.spawn('nginx', ['-c', file, '-p', world.folder], { stdio: 'ignore' });
    return nginx === null ? null : `127.0.0.1:${port}`;
}
function configOf(folder, port, upstream) {
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    return `daemon off; master_process off; error_log stderr crit; pid ${folder}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000;
  ${paths.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  upstream node { server unix:${upstream}; keepalive 64; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://node; proxy_http_version 1.1; proxy_set_header Connection ""; }
  }
}
`;
}
/** nginx cannot be asked for its port; another process may take it meanwhile, which the first request then shows. */
function freePort() {
    return new Promise((resolve) => {
        const server = createServer().listen(0, '127.0.0.1', () => {
            const address = server.address();
            server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
        });
    });
}
//# sourceMappingURL=nginx.js.map