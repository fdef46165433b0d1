import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { lambda } from './store.ts'
import type { FunctionDocument } from './store.ts'

/** Publishes a version of a function as it is now; the last one again where nothing has changed since. */
export function publish(
  sandbox: Sandbox,
  scope: Scope,
  latest: FunctionDocument,
  description?: string,
): FunctionDocument {
  const { functions, versions } = lambda(scope)
  const { published } = latest
  const last = published && versions.get(`${latest.functionName}:${published.version}`)
  if (last && published.revisionId === latest.revisionId) return last
  const number = (published?.version ?? 0) + 1
  const { published: _published, tags: _tags, ...settings } = latest
  const version: FunctionDocument = {
    ...settings,
    functionArn: `${latest.functionArn}:${number}`,
    version: String(number),
    ...(description !== undefined && { description }),
    ...{ tags: {}, permissions: {}, lastModified: sandbox.clock.now() },
  }
  versions.put(`${latest.functionName}:${number}`, version)
  const changed = { ...latest, published: { version: number, revisionId: latest.revisionId } }
  functions.put(latest.functionName, changed)
  return version
}
