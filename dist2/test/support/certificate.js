// A self-signed certificate for loopback, made by openssl when a test wants one.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
/** @param folder where the two files are written. */
export function makeCertificate(folder) {
    const certFile = join(folder, 'certificate.pem');
    const keyFile = join(folder, 'key.pem');
    const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const out = ['-keyout', keyFile, '-out', certFile];
    const about = ['-days', '2', '-subj', '/CN=localhost', '-addext', names];
    execFileSync('openssl', ['req', '-x509', ...key, ...out, ...about], { stdio: 'pipe' });
    return { certFile, keyFile, pem: readFileSync(certFile, 'utf8') };
}
//# sourceMappingURL=certificate.js.map