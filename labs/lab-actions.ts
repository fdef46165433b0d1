import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { renderCommands, renderSolve, type RenderContext } from './commands.ts'
import { IMPLIED, actionsOfCommand, actionsOfTemplate, actionOfOperation } from './iam-actions.ts'
import { loadLabs, type LoadedLab } from './load.ts'
import { readPolicy } from './read-policy.ts'

/** IAM actions, such as `ecs:DescribeServices`, sorted. */
export interface LabActions {
  reads: string[]
  writes: string[]
}

const READ = /^\w[\w-]*:(Describe|List|Get|BatchGet|BatchCheck|Head|Filter|Query|Search|Lookup)/

/** Commands are rendered only to see which they are, so no value in them matters. */
const ANY: RenderContext = {
  accountId: '111122223333',
  region: 'eu-west-1',
  images: 'public.ecr.aws/slipway',
  outputs: {},
}

/**
 * All that the labs do in an account: what checks declare to read, what the commands of steps, solutions and mistakes call, and
 * what our own code calls, resets among it. Read out of the labs themselves, so a new lab needs no second list.
 */
export async function labActions(sources: string[] = [], labs?: LoadedLab[]): Promise<LabActions> {
  const loaded = labs ?? (await loadLabs())
  const all = new Set(readPolicy(loaded).Statement.flatMap(({ Action }) => Action))
  for (const command of loaded.flatMap(commandsOf)) {
    for (const action of actionsOfCommand(command)) all.add(action)
  }
  for (const template of loaded.flatMap(lab => starterFiles(lab, '.yaml'))) {
    for (const action of actionsOfTemplate(template)) all.add(action)
  }
  for (const folder of [import.meta.dirname, ...sources]) {
    for (const action of actionsOfSources(folder)) all.add(action)
  }
  for (const action of [...all]) for (const implied of IMPLIED[action] ?? []) all.add(implied)
  const actions = [...all].sort()
  return { reads: actions.filter(name => READ.test(name)), writes: actions.filter(name => !READ.test(name)) }
}

function commandsOf(lab: LoadedLab): string[] {
  const { steps, mistakes } = lab
  return [
    ...starterFiles(lab, '.sh').flatMap(scriptLines),
    ...steps.flatMap(step => [...renderCommands(step, ANY), ...renderSolve(step, ANY)]),
    ...mistakes.flatMap(mistake => renderCommands(mistake, ANY)),
  ]
}

/** The shell scripts, or the templates, among a lab's files: cases of Break and fix are made by them. */
function starterFiles({ starterDirectory: directory }: LoadedLab, ending: '.sh' | '.yaml'): string[] {
  if (directory === null) return []
  const names = readdirSync(directory).filter(name => name.endsWith(ending))
  return names.map(name => readFileSync(path.join(directory, name), 'utf8'))
}

function scriptLines(script: string): string[] {
  return script.replaceAll('\\\n', ' ').split('\n')
}

/** What the SDK is asked for below a folder: by its commands, paginators and waiters, as the import lines name them. */
export function actionsOfSources(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    ({ name, parentPath }) => /(?<!\.test)\.ts$/.test(name) && !parentPath.includes('node_modules'),
  )
  return files.flatMap(({ name, parentPath }) =>
    [
      ...readFileSync(path.join(parentPath, name), 'utf8').matchAll(
        /^import \{([^}]+)\} from '@aws-sdk\/client-([\w-]+)'/gm,
      ),
    ].flatMap(([, names = '', client = '']) =>
      names.split(',').flatMap(imported => {
        const operation = /^(?:(\w+)Command|paginate(\w+))$/.exec(imported.trim())
        return operation ? actionOfOperation(client, operation[1] ?? operation[2] ?? '') : []
      }),
    ),
  )
}
