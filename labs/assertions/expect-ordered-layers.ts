import type { LabAccount, Verdict } from '../define.ts'
import { fail, pass } from './verdicts.ts'

/** Two images that were built one after the other differ in their last layer only: all before it came from the cache. */
export async function expectOrderedLayers(
  { engine }: LabAccount,
  { first, second, install, build }: { first: string; second: string; install: string; build: string },
): Promise<Verdict> {
  const [one, other] = [await engine.image(first), await engine.image(second)]
  const instructions = await engine.history(second)
  const installs = instructions.findLastIndex(line => line.includes(install))
  const copies = instructions.findLastIndex(line => /\bCOPY\b/.test(line))
  if (!one || !other || installs === -1 || copies < installs) {
    return fail('install-after-code', {
      title: 'Everything is copied before the installation',
      expected: `a Dockerfile that copies the code after ${install}, so that a change of code leaves the installation in the cache`,
      observed: `in ${second}, ${install} comes after the last COPY`,
      next: `Take the other Dockerfile: cp better/Dockerfile.ordered Dockerfile. Then run this step’s commands again.`,
    })
  }
  if (one.id === other.id) {
    return fail('nothing-changed', {
      title: 'Both are the same image',
      expected: `${second} built after a change of code`,
      observed: `${first} and ${second} are ${one.id.slice(7, 19)}: nothing had changed, so all of it came from the cache`,
      next: `Change a file, such as with echo '// A change.' >> server.js, and build: \`${build}\``,
    })
  }
  const shared = one.layers.findIndex((layer, place) => layer !== other.layers[place])
  if (one.layers.length !== other.layers.length || shared !== one.layers.length - 1) {
    return fail('layers-differ', {
      title: 'More than the last layer differs',
      expected: `${first} and ${second} with all layers but the last in common`,
      observed: `${Math.max(0, shared)} of ${other.layers.length} layers are the same`,
      next: `They are builds of two Dockerfiles, or package.json has changed between them. Build both once more, with a change of code between.`,
    })
  }
  return pass(
    `${shared} of ${other.layers.length} layers are the same in both; only the code’s layer is new.`,
  )
}
