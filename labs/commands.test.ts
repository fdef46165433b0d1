import { expect, test } from 'vitest'
import { commandsIn } from './commands-in.ts'
import { renderCommands, renderSolve, unknownOutputs } from './commands.ts'
import type { CommandContext } from './define.ts'

const context = { accountId: '123456789012', region: 'eu-west-1', images: 'public.ecr.aws/slipway' }
const step = {
  commands: ({ out, region }: CommandContext) => [
    `one ${out['make-it']?.arn}`,
    `two ${out['make-it']?.name} ${region}`,
  ],
}

test('outputs of earlier steps stand in the commands', () => {
  const outputs = { 'make-it': { arn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/lab', name: 'lab' } }
  expect(renderCommands(step, { ...context, outputs })).toEqual([
    'one arn:aws:ecs:eu-west-1:123456789012:cluster/lab',
    'two lab eu-west-1',
  ])
})

test('what is not known yet is marked, and listed', () => {
  const commands = renderCommands(step, { ...context, outputs: { 'make-it': { name: 'lab' } } })
  expect(commands).toEqual(['one ‹make-it.arn›', 'two lab eu-west-1'])
  expect(unknownOutputs([...commands, 'again ‹make-it.arn›'])).toEqual(['make-it.arn'])
  expect(renderCommands(step, { ...context, outputs: {} })[1]).toBe('two ‹make-it.name› eu-west-1')
})

test('the name that RDS gives its secrets may stand in a command, and no other exclamation mark', () => {
  const rendered = (arn: string) =>
    renderCommands(step, { ...context, outputs: { 'make-it': { arn, name: 'x' } } })
  const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!db-1f-2e-Ab12Cd'
  expect(rendered(arn)[0]).toBe(`one ${arn}`)
  expect(() => rendered('secret:mine!db-1')).toThrow(/cannot be put in a command/)
})

test('names of JavaScript’s own are outputs that nobody gave', () => {
  const commands = ({ out }: CommandContext) => [
    `${out['constructor']?.['name']} ${out['make-it']?.['toString']}`,
  ]
  expect(renderCommands({ commands }, { ...context, outputs: { 'make-it': {} } })).toEqual([
    '‹constructor.name› ‹make-it.toString›',
  ])
})

test.each([
  'a; touch canary',
  '$(touch canary)',
  '`touch canary`',
  "a'b",
  'a"b',
  'a b',
  'a\nb',
  'a|b',
  'a&b',
  '~a',
  '*',
])('a value that a shell would interpret is refused: %s', value => {
  expect(() => renderCommands(step, { ...context, outputs: { 'make-it': { arn: value } } })).toThrow(
    /make-it\.arn cannot be put in a command: got .*run that step's check again/,
  )
  expect(() => renderCommands(step, { ...context, region: value, outputs: {} })).toThrow(/region/)
})

test('the solve is the commands, or its own', () => {
  const outputs = {}
  expect(renderSolve({ ...step, solve: 'commands' }, { ...context, outputs })).toHaveLength(2)
  expect(renderSolve({ ...step, solve: () => ['other'] }, { ...context, outputs })).toEqual(['other'])
})

test('the commands that a sentence names', () => {
  expect(
    commandsIn(
      "Close it: `aws ec2 a --port 80`, then look at `path`, `cdk deploy A`, and `aws ecs b 'x={y,z}'`. aws is not one.",
    ),
  ).toEqual(['aws ec2 a --port 80', 'cdk deploy A', "aws ecs b 'x={y,z}'"])
})
