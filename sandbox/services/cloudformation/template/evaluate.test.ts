import { describe, expect, test } from 'vitest'
import { conditionValues } from './conditions.ts'
import { type Environment, evaluate, UNKNOWN } from './evaluate.ts'
import type { Template } from './template.ts'

const template: Template = {
  Mappings: { Sizes: { small: { cpu: 256 }, large: { cpu: 1024 } } },
  Conditions: {
    IsLarge: { 'Fn::Equals': [{ Ref: 'Size' }, 'large'] },
    IsEither: { 'Fn::Or': [{ Condition: 'IsLarge' }, { 'Fn::Equals': [{ Ref: 'Size' }, 'small'] }] },
    IsNeither: { 'Fn::Not': [{ Condition: 'IsEither' }] },
    IsBoth: { 'Fn::And': [{ Condition: 'IsLarge' }, { Condition: 'IsEither' }] },
  },
  Resources: { Bucket: { Type: 'AWS::S3::Bucket' }, New: { Type: 'AWS::S3::Bucket' } },
}
const parameters = { Size: 'large', List: ['a', 'b'], 'AWS::Region': 'eu-west-1', 'AWS::StackName': 'web' }
const environment: Environment = {
  ...{ template, parameters, conditions: conditionValues(template, parameters) },
  ref: id => (id === 'New' ? UNKNOWN : `${id}-id`),
  attribute: (id, name) => (id === 'New' ? UNKNOWN : `${id}.${name}!`),
  exported: name => `exported ${name}`,
  zones: region => [`${region}a`, `${region}b`],
}
const value = (of: unknown) => evaluate(of, environment)

describe('functions', () => {
  test.each<[unknown, unknown]>([
    [{ Ref: 'Bucket' }, 'Bucket-id'],
    [{ Ref: 'List' }, ['a', 'b']],
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'Bucket.Arn!'],
    [{ 'Fn::GetAtt': 'Bucket.Endpoint.Port' }, 'Bucket.Endpoint.Port!'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Size' }, 1]] }, 'a-large-1'],
    [{ 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b'],
    [
      { 'Fn::Sub': 'x-${Bucket}-${Bucket.Arn}-${AWS::StackName}-${!literal}' },
      'x-Bucket-id-Bucket.Arn!-web-${literal}',
    ],
    [{ 'Fn::Sub': ['${Own}/${Size}', { Own: { 'Fn::Select': [1, { Ref: 'List' }] } }] }, 'b/large'],
    [{ 'Fn::Select': ['0', { 'Fn::GetAZs': '' }] }, 'eu-west-1a'],
    [{ 'Fn::Split': ['|', 'a|b'] }, ['a', 'b']],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Size' }, 'cpu'] }, 1024],
    [{ 'Fn::ImportValue': { 'Fn::Sub': '${AWS::StackName}-x' } }, 'exported web-x'],
    [{ 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    [{ 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    [{ 'Fn::If': ['IsLarge', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['IsNeither', 'yes', 'no'] }, 'no'],
    [{ 'Fn::If': ['IsBoth', 'yes', 'no'] }, 'yes'],
  ])('%j is %j', (of, expected) => {
    expect(value(of)).toEqual(expected)
  })

  test('what is AWS::NoValue is left out of objects and lists', () => {
    const none = { 'Fn::If': ['IsNeither', 'x', { Ref: 'AWS::NoValue' }] }
    expect(value({ a: 1, b: none, c: [none, 2] })).toEqual({ a: 1, c: [2] })
  })

  test('what is known only later stays a mark in all that is made of it', () => {
    const arn = { 'Fn::GetAtt': ['New', 'Arn'] }
    expect(value({ 'Fn::Join': ['', ['x-', { Ref: 'New' }]] })).toBe(`x-${UNKNOWN}`)
    expect(value({ 'Fn::Select': [0, { 'Fn::Split': [':', arn] }] })).toBe(UNKNOWN)
    expect(value({ 'Fn::Base64': arn })).toBe(UNKNOWN)
  })
})

test('the language extensions bring more functions, and defaults of mappings', () => {
  const extended = { ...environment, template: { ...template, Transform: ['AWS::LanguageExtensions'] } }
  const found = (of: unknown) => evaluate(of, extended)
  expect(found({ 'Fn::FindInMap': ['Sizes', 'none', 'cpu', { DefaultValue: { Ref: 'Size' } }] })).toBe(
    'large',
  )
  expect(found({ 'Fn::FindInMap': ['Sizes', 'small', 'cpu', { DefaultValue: 1 }] })).toBe(256)
  expect(found({ 'Fn::Length': { Ref: 'List' } })).toBe(2)
  expect(found({ 'Fn::ToJsonString': { a: { Ref: 'Bucket' }, b: [{ Ref: 'AWS::NoValue' }] } })).toBe(
    '{"a":"Bucket-id","b":[]}',
  )
  expect(() => found({ 'Fn::Length': 'text' })).toThrow(/every Fn::Length object requires a list/)
})

describe('refuses', () => {
  test.each<[unknown, RegExp]>([
    [{ Ref: 'Nobody' }, /Unresolved resource dependencies \[Nobody\] in the Resources block/],
    [
      { 'Fn::Nothing': 1 },
      /Encountered unsupported function: Fn::Nothing Supported functions are: \[Fn::Base64, /,
    ],
    [{ 'Fn::Select': [5, ['a']] }, /Fn::Select cannot select nonexistent value at index 5/],
    [{ 'Fn::FindInMap': ['Sizes', 'none', 'cpu'] }, /Unable to get mapping for Sizes::none::cpu/],
    [{ 'Fn::FindInMap': ['None', 'a', 'b'] }, /Mapping named 'None' is not present/],
    [{ 'Fn::Join': ['-'] }, /every Fn::Join object requires two parameters/],
    [{ 'Fn::If': ['Nobody', 1, 2] }, /Unresolved condition dependency Nobody/],
    [{ 'Fn::Transform': { Name: 'AWS::Include' } }, /does not have Fn::Transform: .*AWS::Include neither/],
    [{ 'Fn::Sub': '${a b}' }, /variable names in Fn::Sub syntax must contain only alphanumeric characters/],
    [
      { 'Fn::FindInMap': ['Sizes', 'none', 'cpu', { DefaultValue: 1 }] },
      /DefaultValue in Fn::FindInMap needs/,
    ],
    [{ 'Fn::Length': ['a'] }, /Fn::Length needs the transform AWS::LanguageExtensions/],
    [{ 'Fn::Cidr': ['10.0.0.0/30', 9, 8] }, /cannot take 9 blocks of 8 host bits out of 10\.0\.0\.0\/30/],
  ])('%j', (of, message) => {
    expect(() => value(of)).toThrow(message)
  })

  test('conditions that refer to resources, or to each other in a circle', () => {
    const about = (Conditions: Record<string, unknown>) => () =>
      conditionValues({ ...template, Conditions }, parameters)
    expect(about({ A: { 'Fn::Equals': [{ Ref: 'Bucket' }, 'x'] } })).toThrow(
      /conditions can refer to parameters only/,
    )
    expect(about({ A: { Condition: 'B' }, B: { Condition: 'A' } })).toThrow(
      /Circular dependency among conditions/,
    )
  })
})
