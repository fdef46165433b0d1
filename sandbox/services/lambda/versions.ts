import type { Scope } from '../../store/store.ts'
import { lambda } from './store.ts'
import type { FunctionDocument } from './store.ts'

/** A function's `$LATEST`, named so, then its versions by number. */
export function versionsOf(scope: Scope, latest: FunctionDocument): FunctionDocument[] {
  const published = lambda(scope)
    .versions.values()
    .filter(({ functionName }) => functionName === latest.functionName)
    .sort((a, b) => Number(a.version) - Number(b.version))
  return [{ ...latest, functionArn: `${latest.functionArn}:$LATEST` }, ...published]
}
