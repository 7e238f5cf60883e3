import { userInfo } from 'node:os';
import { sanitiseName } from '../control/sanitise.ts';

/** How others see the user: --name, else the login name. */
export function ownName(flag: string | undefined): string {
  return sanitiseName(flag ?? loginName());
}

/** A user id without a name (in a container) is no reason to fail. */
function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
