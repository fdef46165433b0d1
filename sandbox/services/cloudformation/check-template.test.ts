import { expect, test } from 'vitest'
import { checkTemplate } from './check-template.ts'
import { readTemplate, readTemplateAlone } from './read-template.ts'
import { neededCapabilities } from './template/capabilities.ts'
import { stackParameters } from './template/parameters.ts'
import { parseTemplate } from './template/parse-template.ts'
import { parameter } from './testing/stack-lab.ts'

const A = parameter('/a', '1')

/** As requests are read, before anything is made. */
function read(templateText: string): void {
  const place = { accountId: '123456789012', region: 'eu-west-1' }
  const parameters = stackParameters(parseTemplate(templateText), [])
  const stack = { stackId: 'arn', stackName: 'x', notificationArns: [], templateText, parameters }
  const { template, values } = readTemplate(place, stack)
  neededCapabilities(template)
  checkTemplate(template, values)
  readTemplateAlone(place, templateText)
}

test('no template, however strange, is anything but refused or read', () => {
  const strange = [
    null,
    true,
    0,
    '',
    'x',
    [],
    [null],
    {},
    { Ref: null },
    { 'Fn::Sub': null },
    { 'Fn::Join': [] },
    { 'Fn::If': 1 },
    { 'Fn::GetAtt': [] },
    { 'Fn::Select': [[], {}] },
  ]
  const places: ((value: unknown) => object)[] = [
    ...[
      'Description',
      'Metadata',
      'Parameters',
      'Mappings',
      'Conditions',
      'Outputs',
      'Rules',
      'Transform',
      'Resources',
    ].map(section => (value: unknown) => ({ Resources: { A }, [section]: value })),
    ...['Parameters', 'Mappings', 'Conditions', 'Outputs', 'Rules', 'Resources'].map(
      section => (value: unknown) => ({
        Resources: { A },
        [section]: { B: value },
      }),
    ),
    ...['Type', 'Properties', 'DependsOn', 'Condition', 'DeletionPolicy', 'CreationPolicy', 'Metadata'].map(
      key => (value: unknown) => ({ Resources: { A: { ...A, [key]: value } } }),
    ),
    ...['Default', 'AllowedValues', 'AllowedPattern', 'NoEcho', 'MinLength', 'Type'].map(
      key => (value: unknown) => ({
        Parameters: { P: { Type: 'String', Default: 'x', [key]: value } },
        Resources: { A },
      }),
    ),
    value => ({ Resources: { A: parameter('/a', value) } }),
    value => ({ Outputs: { O: { Value: value, Export: value } }, Resources: { A } }),
    value => ({ Conditions: { C: { 'Fn::And': [value, { 'Fn::Equals': value }] } }, Resources: { A } }),
    value => ({ Rules: { R: { RuleCondition: value } }, Resources: { A } }),
    value => ({ Rules: { R: { Assertions: value } }, Resources: { A } }),
    value => ({ Rules: { R: { Assertions: [value] } }, Resources: { A } }),
    value => ({ Rules: { R: { Assertions: [{ Assert: { 'Fn::Not': value } }] } }, Resources: { A } }),
    value => ({
      Rules: { R: { Assertions: [{ Assert: { 'Fn::Contains': [value, value] } }] } },
      Resources: { A },
    }),
    value => ({ Conditions: { C: { 'Fn::Not': [{ Condition: value }] } }, Resources: { A } }),
    value => ({ Resources: { A: parameter('/a', { 'Fn::If': [value, value, value] }) } }),
    value => ({ Resources: { A: parameter('/a', { 'Fn::Sub': ['${X}', value] }) } }),
    value => ({ Resources: { A: parameter('/a', { 'Fn::Cidr': [value, value] }) } }),
    value => ({
      Transform: 'AWS::LanguageExtensions',
      Resources: { A, 'Fn::ForEach::L': ['I', value, { 'X${I}': A }] },
    }),
    value => ({
      Transform: 'AWS::LanguageExtensions',
      Resources: { A, 'Fn::ForEach::L': ['I', ['a'], { 'X${I}': value }] },
    }),
    value => ({
      Mappings: { M: { a: value } },
      Resources: { A: parameter('/a', { 'Fn::FindInMap': ['M', 'a', 'b'] }) },
    }),
  ]
  const failures = places.flatMap(place =>
    strange.flatMap(value => {
      const text = JSON.stringify(place(value))
      try {
        read(text)
        return []
      } catch (error) {
        return (error as Error).name === 'ValidationError' ? [] : [`${text}: ${String(error)}`]
      }
    }),
  )
  expect(failures).toEqual([])
})
