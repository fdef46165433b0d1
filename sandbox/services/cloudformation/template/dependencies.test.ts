import { expect, test } from 'vitest'
import { dependenciesOf } from './dependencies.ts'
import type { Template } from './template.ts'

const order = (Resources: Template['Resources'], conditions = new Map<string, boolean>()) => {
  const present = new Map(
    Object.entries(Resources).filter(([, { Condition }]) => conditions.get(Condition ?? '') ?? true),
  )
  return Object.fromEntries(dependenciesOf({ Resources }, present, conditions))
}
const Type = 'AWS::S3::Bucket'

test('a resource needs those it refers to and those in DependsOn', () => {
  const needs = order({
    A: { Type },
    B: { Type, Properties: { x: { Ref: 'A' } } },
    C: { Type, Properties: { x: [{ 'Fn::GetAtt': ['B', 'Arn'] }] }, DependsOn: 'A' },
    D: { Type, Properties: { x: { 'Fn::Sub': ['${C.Arn}-${own}-${AWS::Region}', { own: { Ref: 'B' } }] } } },
  })
  expect(needs).toEqual({ A: [], B: ['A'], C: ['A', 'B'], D: ['B', 'C'] })
})

test('only the branch that a condition chooses counts, and what is not made is not waited for', () => {
  const conditions = new Map([['No', false]])
  const needs = order(
    {
      A: { Type, Condition: 'No' },
      B: { Type },
      C: { Type, Properties: { x: { 'Fn::If': ['No', { Ref: 'A' }, { Ref: 'B' }] } }, DependsOn: ['A'] },
    },
    conditions,
  )
  expect(needs).toEqual({ B: [], C: ['B'] })
})

test('refuses unknown names and circles, naming who is in them', () => {
  expect(() => order({ A: { Type, Properties: { x: { Ref: 'Nobody' } } } })).toThrow(
    'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
  )
  const circle = {
    A: { Type, Properties: { x: { Ref: 'B' } } },
    B: { Type, DependsOn: 'A' },
    C: { Type, DependsOn: 'A' },
    D: { Type },
  }
  expect(() => order(circle)).toThrow('Circular dependency between resources: [A, B]')
})
