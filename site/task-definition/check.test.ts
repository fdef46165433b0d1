import { describe, expect, test } from 'vitest'
import { checkTaskDefinition } from './check.ts'
import { EXAMPLE, MISTAKES, withMistake } from './example.ts'
import { readJson } from './json-text.ts'
import { FARGATE_SIZES, isFargateSize } from './rules.ts'

const first = (text: string) => {
  const { stage, findings } = checkTaskDefinition(text)
  return { stage, ...findings[0] }
}
const json = (problem: string) => `Error parsing parameter 'cli-input-json': Invalid JSON: ${problem}`
const changed = (change: (definition: any) => void) => {
  const definition = JSON.parse(EXAMPLE)
  change(definition)
  return JSON.stringify(definition, null, 2)
}

test('the example is registered, with nothing to say about it', () => {
  expect(checkTaskDefinition(EXAMPLE)).toEqual({ stage: 'registered', findings: [] })
})

// Each as `aws ecs register-task-definition --cli-input-json` (1.45) answered it.
test.each([
  [
    '{\n  "family": "web",\n}',
    'Expecting property name enclosed in double quotes: line 3 column 1 (char 21)',
  ],
  ['{"family" "web"}', "Expecting ':' delimiter: line 1 column 11 (char 10)"],
  ['{"family": "web" "cpu": "1"}', "Expecting ',' delimiter: line 1 column 18 (char 17)"],
  ['{"family": [1 2]}', "Expecting ',' delimiter: line 1 column 15 (char 14)"],
  ['{"family": }', 'Expecting value: line 1 column 12 (char 11)'],
  ['{"a":1} x', 'Extra data: line 1 column 9 (char 8)'],
  ['{"a": "x\ny"}', 'Invalid control character at: line 1 column 9 (char 8)'],
  ['{"a": "x', 'Unterminated string starting at: line 1 column 7 (char 6)'],
  ['{"family": "\\q"}', 'Invalid \\escape: line 1 column 13 (char 12)'],
])('%j is refused as the command line does', (text, problem) => {
  expect(first(text)).toMatchObject({ stage: 'json', text: json(problem) })
})

test('JSON is read as JSON.parse reads it', () => {
  const text = ' {"a": [1, -2.5e3, true, null, {"b": "\\u00e9\\n\\"ü"}], "c": {}, "d": []} '
  expect(readJson(text).value).toEqual(JSON.parse(text))
  expect(readJson('{\n"a": [\n1,\n{"b":\n2}]}').lines.get('a[1].b')).toBe(5)
})

test('all wrong names and types are named at once, in the command line’s words', () => {
  const text =
    '{"family": "web", "containerDefinitions": [{"memory": "100", "essential": "true", "secrets": [{"name": "A"}]}],\n"cpu": 256, "requiresCompatibilities": "FARGATE", "networkMode": null}'
  const { stage, findings } = checkTaskDefinition(text)
  expect(stage).toBe('shape')
  expect(findings.map(finding => finding.text)).toEqual([
    "Invalid type for parameter containerDefinitions[0].memory, value: 100, type: <class 'str'>, valid types: <class 'int'>",
    "Invalid type for parameter containerDefinitions[0].essential, value: true, type: <class 'str'>, valid types: <class 'bool'>",
    'Missing required parameter in containerDefinitions[0].secrets[0]: "valueFrom"',
    "Invalid type for parameter cpu, value: 256, type: <class 'int'>, valid types: <class 'str'>",
    "Invalid type for parameter requiresCompatibilities, value: FARGATE, type: <class 'str'>, valid types: <class 'list'>, <class 'tuple'>",
    "Invalid type for parameter networkMode, value: None, type: <class 'NoneType'>, valid types: <class 'str'>",
  ])
  expect(findings.map(finding => finding.line)).toEqual([1, 1, 1, 2, 2, 2])
  expect(first('[]').text).toBe("'list' object has no attribute 'keys'")
  expect(first('{"family": "x"}').text).toBe('Missing required parameter in input: "containerDefinitions"')
  expect(first('{"family": "x", "containerDefinitions": [], "memry": "1"}').text).toMatch(
    /^Unknown parameter in input: "memry", must be one of: family, taskRoleArn, .*, enableFaultInjection$/,
  )
})

describe('what ECS refuses, in its words', () => {
  const role = 'Fargate requires task definition to have execution role ARN to support'
  test.each<[string, (definition: any) => void, string]>([
    ['memory too large', task => (task.memory = '4096'), 'No Fargate configuration exists for given values.'],
    ['no cpu', task => delete task.cpu, "Fargate requires that 'cpu' be defined at the task level."],
    ['bridge', task => (task.networkMode = 'bridge'), "Fargate only supports network mode 'awsvpc'."],
    ['no network mode', task => delete task.networkMode, "Fargate only supports network mode 'awsvpc'."],
    ['no role, ECR image', task => delete task.executionRoleArn, `${role} ECR images.`],
    [
      'no role, public image, log',
      task => {
        delete task.executionRoleArn
        task.containerDefinitions[0].image = 'public.ecr.aws/nginx/nginx:1'
      },
      `${role} log driver awslogs.`,
    ],
    [
      'ports that differ',
      task => (task.containerDefinitions[0].portMappings[0].hostPort = 80),
      'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    ],
  ])('%s', (_, change, text) => {
    expect(first(changed(change))).toMatchObject({ stage: 'ecs', text, words: 'aws' })
  })

  test.each<[string, (definition: any) => void, RegExp]>([
    ['a family with a space', task => (task.family = 'my web'), /family is “my web”/],
    ['no container', task => (task.containerDefinitions = []), /at least one container/],
    [
      'two of a name',
      task => task.containerDefinitions.push(task.containerDefinitions[0]),
      /Two containers have the name “web”/,
    ],
    ['no image', task => delete task.containerDefinitions[0].image, /no image/],
    ['no memory of the task', task => delete task.memory, /memory of the task/],
    ['cpu that is no number', task => (task.cpu = 'much'), /“much” is no CPU/],
    ['a disk too small', task => (task.ephemeralStorage = { sizeInGiB: 20 }), /20 GiB/],
    [
      'a port that is none',
      task => (task.containerDefinitions[0].portMappings[0].containerPort = 70000),
      /70000/,
    ],
    ['a container larger than the task', task => (task.containerDefinitions[0].memory = 1024), /1024 MiB/],
    [
      'a log without a region',
      task => delete task.containerDefinitions[0].logConfiguration.options['awslogs-region'],
      /awslogs-region/,
    ],
    ['no essential container', task => (task.containerDefinitions[0].essential = false), /must be essential/],
  ])('%s is refused in our words, and says so', (_, change, text) => {
    const outcome = first(changed(change))
    expect(outcome).toMatchObject({ stage: 'ecs', words: 'ours' })
    expect(outcome.text).toMatch(text)
  })
})

test('Fargate’s sizes are those of AWS, also written with their units', () => {
  expect([512, 1024, 1536, 2048].map(memory => isFargateSize(256, memory))).toEqual([true, true, false, true])
  expect(isFargateSize(8192, 20480)).toBe(true)
  expect(isFargateSize(8192, 17408)).toBe(false)
  expect(isFargateSize(300, 512)).toBe(false)
  for (const [cpu, { from, to }] of FARGATE_SIZES) {
    expect([from, to].every(memory => isFargateSize(cpu, memory))).toBe(true)
    expect(isFargateSize(cpu, from - 512)).toBe(false)
    expect(isFargateSize(cpu, to + 8192)).toBe(false)
  }
  const units = changed(task => Object.assign(task, { cpu: '.25 vCPU', memory: '0.5 GB' }))
  expect(checkTaskDefinition(units).stage).toBe('registered')
})

test('what is accepted and may be regretted is said, with its line', () => {
  const text = changed(task => {
    task.taskRoleArn = task.executionRoleArn
    task.containerDefinitions[0].image = 'registry.example:5000/web'
    delete task.containerDefinitions[0].logConfiguration
  })
  const { stage, findings } = checkTaskDefinition(text)
  expect(stage).toBe('registered')
  expect(findings.map(finding => finding.text)).toEqual([
    expect.stringContaining('are the same'),
    expect.stringContaining('no tag of its own'),
    expect.stringContaining('keeps no log'),
  ])
  for (const { line } of findings.slice(0, 2))
    expect(text.split('\n')[line - 1]).toMatch(/taskRoleArn|"image"/)
})

test.each(MISTAKES)('the mistake “$title” is one, and is found on its line', ({ id, from, to }) => {
  expect(EXAMPLE.split(from).length).toBe(2)
  const { stage, line = 0, words } = first(withMistake(id))
  expect(stage).not.toBe('registered')
  expect(words).toBe('aws')
  const where = withMistake(id).split('\n').slice(0, line).join('\n')
  if (id !== 'size' && to) expect(where).toContain(to)
})
