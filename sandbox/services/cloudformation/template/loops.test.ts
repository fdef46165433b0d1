import { describe, expect, test } from 'vitest'
import { withoutLoops } from './loops.ts'
import type { Template } from './template.ts'

const Type = 'AWS::SNS::Topic'
const extended = (Resources: unknown, more: object = {}): Template => ({
  Transform: 'AWS::LanguageExtensions',
  Resources: Resources as Template['Resources'],
  ...more,
})
/** Collections as they stand; of a parameter its two values. */
const resolve = (value: unknown) => (typeof value === 'object' && !Array.isArray(value) ? ['x', 'y'] : value)
const expanded = (template: Template) => withoutLoops(template, resolve)

test('a loop makes its keys once for each item, and fills texts and references', () => {
  const fragment = {
    'T${Id}': {
      Type,
      Properties: { Name: 'n-${Id}', Sub: { 'Fn::Sub': '${Id} in ${AWS::Region}' }, Own: { Ref: 'Id' } },
    },
  }
  const { Resources } = expanded(
    extended({ 'Fn::ForEach::Topics': ['Id', ['A', 'B'], fragment], Plain: { Type } }),
  )
  expect(Resources).toEqual({
    TA: { Type, Properties: { Name: 'n-A', Sub: { 'Fn::Sub': 'A in ${AWS::Region}' }, Own: 'A' } },
    TB: { Type, Properties: { Name: 'n-B', Sub: { 'Fn::Sub': 'B in ${AWS::Region}' }, Own: 'B' } },
    Plain: { Type },
  })
})

test('loops go over parameters, within loops, and make properties, conditions and outputs', () => {
  const inner = { 'Fn::ForEach::Inner': ['I', { Ref: 'List' }, { 'R${O}${I}': { Type } }] }
  const { Resources, Outputs, Conditions } = expanded(
    extended(
      {
        'Fn::ForEach::Outer': ['O', ['A', 'B'], inner],
        P: { Type, Properties: { 'Fn::ForEach::Props': ['K', ['One', 'Two'], { '${K}Name': '${K}' }] } },
      },
      {
        Outputs: { 'Fn::ForEach::Outs': ['I', ['A'], { 'O${I}': { Value: { Ref: 'R${I}x' } } }] },
        Conditions: { 'Fn::ForEach::Conds': ['I', ['A'], { 'Is${I}': { 'Fn::Equals': ['${I}', 'A'] } }] },
      },
    ),
  )
  expect(Object.keys(Resources)).toEqual(['RAx', 'RAy', 'RBx', 'RBy', 'P'])
  expect(Resources['P']?.Properties).toEqual({ OneName: 'One', TwoName: 'Two' })
  expect(Outputs).toEqual({ OA: { Value: { Ref: 'RAx' } } })
  expect(Conditions).toEqual({ IsA: { 'Fn::Equals': ['A', 'A'] } })
})

test('&{} takes what a logical id may have, ${} all', () => {
  const fragment = { 'N&{Ip}': { Type, Properties: { Ip: '${Ip}' } } }
  const { Resources } = expanded(extended({ 'Fn::ForEach::Ips': ['Ip', ['10.0.0.1'], fragment] }))
  expect(Resources).toEqual({ N10001: { Type, Properties: { Ip: '10.0.0.1' } } })
})

test('a template without loops is the same', () => {
  const template = { Resources: { A: { Type } } }
  expect(expanded(template)).toBe(template)
})

describe('refuses', () => {
  const loop = (of: unknown) => ({ 'Fn::ForEach::L': of, Plain: { Type } })
  test.each<[string, Template, string]>([
    [
      'loops without the transform',
      { Resources: loop([]) as unknown as Template['Resources'] },
      'Fn::ForEach needs the transform',
    ],
    ['what is no list', extended(loop('x')), 'Fn::ForEach::L layout is incorrect'],
    ['no fragment', extended(loop(['I', ['a']])), 'Fn::ForEach::L layout is incorrect'],
    [
      'a collection that is a text',
      extended(loop(['I', 'a', { 'X${I}': { Type } }])),
      'its collection must be a list',
    ],
    [
      'keys that are all the same',
      extended(loop(['I', ['a', 'b'], { X: { Type } }])),
      'its key X must contain ${I}',
    ],
    [
      'keys twice',
      extended(loop(['I', ['a', 'a'], { 'X${I}': { Type } }])),
      'makes the key Xa more than once',
    ],
    [
      'what is no logical id',
      extended(loop(['I', ['a-b'], { 'X${I}': { Type } }])),
      'Resource name Xa-b is non alphanumeric',
    ],
    [
      'what is no resource',
      extended(loop(['I', ['a'], { 'X${I}': 1 }])),
      '[/Resources/Xa] value must be an object',
    ],
  ])('%s', (_name, template, message) => {
    expect(() => expanded(template)).toThrow(message)
  })
})
