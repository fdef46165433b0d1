import { expect, test } from 'vitest'
import { parameterEnvironment } from '../read-template.ts'
import { checkRules } from './rules.ts'
import type { Template } from './template.ts'

const check = (Assert: unknown, RuleCondition?: unknown) => {
  const Assertions = [{ Assert, AssertDescription: 'that must be' }]
  const rule = { Assertions, ...(RuleCondition !== undefined && { RuleCondition }) }
  const template: Template = { Rules: { Own: rule }, Resources: { A: { Type: 'AWS::S3::Bucket' } } }
  const values = { Env: 'prod', Sizes: ['a', 'a'], Count: '3' }
  return () => checkRules(template, parameterEnvironment(template, values))
}
const env = { Ref: 'Env' }
const sizes = { Ref: 'Sizes' }

test.each<[unknown, boolean]>([
  [{ 'Fn::Equals': [env, 'prod'] }, true],
  [{ 'Fn::Equals': [{ Ref: 'Count' }, 3] }, true],
  [{ 'Fn::Equals': [env, 'test'] }, false],
  [{ 'Fn::Not': [{ 'Fn::Equals': [env, 'test'] }] }, true],
  [{ 'Fn::And': [{ 'Fn::Equals': [1, 1] }, { 'Fn::Equals': [1, 2] }] }, false],
  [{ 'Fn::Or': [{ 'Fn::Equals': [1, 1] }, { 'Fn::Equals': [1, 2] }] }, true],
  [{ 'Fn::Contains': [['test', 'prod'], env] }, true],
  [{ 'Fn::Contains': [['test'], env] }, false],
  [{ 'Fn::EachMemberEquals': [sizes, 'a'] }, true],
  [{ 'Fn::EachMemberEquals': [sizes, 'b'] }, false],
  [{ 'Fn::EachMemberIn': [sizes, ['a', 'b']] }, true],
  [{ 'Fn::EachMemberIn': [sizes, ['b']] }, false],
])('%j is %s', (assert, holds) => {
  if (holds) expect(check(assert)).not.toThrow()
  else expect(check(assert)).toThrow('Template validation error: Rules failed: Own: that must be')
})

test('a rule is asked only where its condition holds', () => {
  const never = { 'Fn::Equals': [1, 2] }
  expect(check(never, never)).not.toThrow()
  expect(check(never, { 'Fn::Equals': [env, 'prod'] })).toThrow('that must be')
})

test('functions of rules that are not there are named', () => {
  expect(check({ 'Fn::Equals': [{ 'Fn::ValueOf': ['Env', 'Attribute'] }, 'x'] })).toThrow(
    /does not have Fn::ValueOf in rules \(rule Own\)/,
  )
  expect(check('text')).toThrow(/does not have nothing in rules/)
})
