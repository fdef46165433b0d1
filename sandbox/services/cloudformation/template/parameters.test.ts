import { describe, expect, test } from 'vitest'
import { parameterValues, stackParameters } from './parameters.ts'
import type { Template, TemplateParameter } from './template.ts'

const template = (Parameters: Record<string, TemplateParameter>): Template => ({
  Parameters,
  Resources: { A: { Type: 'AWS::S3::Bucket' } },
})
const read = (parameter: TemplateParameter, ParameterValue?: string) =>
  stackParameters(
    template({ P: parameter }),
    ParameterValue === undefined ? [] : [{ ParameterKey: 'P', ParameterValue }],
  )

test('values are the given ones, else those of before where that is asked for, else the defaults', () => {
  const all = template({
    A: { Type: 'String', Default: 'd' },
    B: { Type: 'String' },
    C: { Type: 'Number', Default: 3 },
  })
  const given = [{ ParameterKey: 'B', UsePreviousValue: true }]
  const before = [{ key: 'B', value: 'was', noEcho: false }]
  expect(stackParameters(all, given, before).map(({ key, value }) => [key, value])).toEqual([
    ['A', 'd'],
    ['B', 'was'],
    ['C', '3'],
  ])
})

test('lists become lists, and what Systems Manager has takes the place of its name', () => {
  const all = template({
    L: { Type: 'CommaDelimitedList' },
    S: { Type: 'AWS::SSM::Parameter::Value<String>' },
  })
  const values = [
    { key: 'L', value: 'a, b', noEcho: false },
    { key: 'S', value: '/name', resolved: 'there', noEcho: false },
  ]
  expect(parameterValues(all, values)).toEqual({ L: ['a', 'b'], S: 'there' })
})

describe('refuses', () => {
  test.each<[string, TemplateParameter, string | undefined, string]>([
    ['no value', { Type: 'String' }, undefined, 'Parameters: [P] must have values'],
    [
      'what is not allowed',
      { Type: 'String', AllowedValues: ['a'] },
      'b',
      "Parameter 'P' must be one of AllowedValues",
    ],
    [
      'another pattern',
      { Type: 'String', AllowedPattern: '[a-z]+' },
      'a1',
      "Parameter 'P' must match pattern [a-z]+",
    ],
    [
      'with the words that the template has for it',
      { Type: 'String', AllowedPattern: 'a', ConstraintDescription: 'only a' },
      'b',
      'Parameter P failed to satisfy constraint: only a',
    ],
    ['no number', { Type: 'Number' }, 'x', "Parameter 'P' must be a number."],
    [
      'too small a number',
      { Type: 'Number', MinValue: 2 },
      '1',
      "Parameter 'P' must be a number not less than 2",
    ],
    [
      'too long a text',
      { Type: 'String', MaxLength: 1 },
      'ab',
      "Parameter 'P' must contain at most 1 characters",
    ],
    [
      'an unknown type',
      { Type: 'Text' },
      'x',
      'Template format error: Unrecognized parameter type: Text (parameter P)',
    ],
  ])('%s', (_name, parameter, value, message) => {
    expect(() => read(parameter, value)).toThrow(message)
  })

  test('parameters that the template does not have', () => {
    expect(() => stackParameters(template({}), [{ ParameterKey: 'X', ParameterValue: '1' }])).toThrow(
      'Parameters: [X] do not exist in the template',
    )
  })

  test('patterns that would take for ever, at once', () => {
    expect(() => read({ Type: 'String', AllowedPattern: '(a+)+' }, `${'a'.repeat(40)}!`)).toThrow(
      /must match pattern/,
    )
  })
})
