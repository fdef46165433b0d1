import type { BuildExplanation } from '../assertions/expect-build.ts'
import { fail } from '../assertions/verdicts.ts'
import type { CommandContext } from '../define.ts'
import { allowBuild, setEnvironment, start, upload, zip } from './names.ts'

/** What the builds of this lab fail of, and what to do about it. */
export function explainBuild(
  context: Pick<CommandContext, 'accountId' | 'region' | 'out'>,
): BuildExplanation[] {
  return [
    ({ message, expected }) =>
      /^YAML_FILE_ERROR: .*no such file/.test(message)
        ? fail('no-buildspec', {
            title: 'It has found no buildspec.yml',
            expected,
            observed: `${message}. It has to stand at the top of the zip, not in a folder there`,
            next: `Pack what is in app/, and not the folder itself: \`${zip}\`, \`${upload(context)}\`, then start it again: \`${start}\``,
          })
        : undefined,
    ({ message, build, expected }) =>
      /docker/.test(message) && build.environment?.privilegedMode === false
        ? fail('no-daemon', {
            title: 'docker has found no daemon',
            expected,
            observed: `${message}. This build had no privilegedMode, so there is no Docker daemon for it`,
            next: `Let the project’s builds have it: \`${setEnvironment(context)}\`, then start one without taking it away: \`${start}\``,
          })
        : undefined,
    ({ log, expected }) => {
      const [denied, action = ''] = /User: \S+ is not authorized to perform: (\S+)/.exec(log) ?? []
      if (!denied) return undefined
      return fail('denied', {
        title: `The build’s role lacks ${action}`,
        expected,
        observed: `in its log: ${denied}`,
        next: `The build acts as its service role, not as you. Give the role its policy: \`${allowBuild}\`, then start again: \`${start}\``,
      })
    },
    ({ message, expected }) =>
      /node --test/.test(message)
        ? fail('test-failed', {
            title: 'A test failed',
            expected,
            observed: message,
            next: `Read in its log which one, mend app/, and build again: \`${zip}\`, \`${upload(context)}\`, \`${start}\``,
          })
        : undefined,
  ]
}
