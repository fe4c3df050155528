// Folders and files that the gateway's settings name, looked at before anything starts or changes because of them.
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { centerError } from '../base/errors.js';
/** @throws CenterError ERR_BAD_ARGUMENT that names the first that is no folder. */
export function checkFolders(mounts) {
    for (const { folder } of mounts) {
        const rule = brokenFolderRule(folder);
        if (rule !== null) {
            throw centerError('ERR_BAD_ARGUMENT', { name: 'http.static', value: folder, rule });
        }
    }
}
/**
 * Looks whether lines can be written; makes nothing.
 *
 * @param where `off`, `stderr`, or the path of a file that need not be there yet.
 * @throws CenterError ERR_BAD_ARGUMENT.
 */
export function checkAccessLog(where) {
    if (where === 'off' || where === 'stderr')
        return;
    const rule = brokenFileRule(where);
    if (rule !== null) {
        throw centerError('ERR_BAD_ARGUMENT', { name: 'http.accessLog', value: where, rule });
    }
}
function brokenFolderRule(folder) {
    try {
        return statSync(folder).isDirectory() ? null : 'it is no folder';
    }
    catch (error) {
        return `the folder must be there: ${reasonOf(error)}`;
    }
}
function brokenFileRule(path) {
    try {
        const stat = statSync(path, { throwIfNoEntry: false });
        if (stat?.isDirectory() === true)
            return 'it is a folder; a file is wanted';
        accessSync(stat === undefined ? dirname(path) : path, constants.W_OK);
        return null;
    }
    catch (error) {
        return `it must be a file that can be written: ${reasonOf(error)}`;
    }
}
function reasonOf(error) {
    return error instanceof Error ? error.message : String(error);
}
//# sourceMappingURL=http-files.js.map