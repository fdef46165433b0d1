import { describe, expect, test } from 'vitest'
import { parseTemplate } from './parse-template.ts'

const YAML = `
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub "\${AWS::StackName}-b"
      Arn: !GetAtt Other.Nested.Arn
      Joined: !Join ['-', [a, !Ref Other]]
      Chosen: !If [IsIt, !Select [0, !GetAZs ''], !Ref AWS::NoValue]
      Code: !Base64
        Fn::Sub: x
      Version: 2012-10-17
Conditions:
  IsIt: !And [!Equals [a, a], !Condition Other]
`

test('short forms in YAML become what JSON would have', () => {
  const { Resources, Conditions } = parseTemplate(YAML)
  expect(Resources['Bucket']?.Properties).toEqual({
    BucketName: { 'Fn::Sub': '${AWS::StackName}-b' },
    Arn: { 'Fn::GetAtt': ['Other', 'Nested.Arn'] },
    Joined: { 'Fn::Join': ['-', ['a', { Ref: 'Other' }]] },
    Chosen: { 'Fn::If': ['IsIt', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, { Ref: 'AWS::NoValue' }] },
    Code: { 'Fn::Base64': { 'Fn::Sub': 'x' } },
    Version: '2012-10-17',
  })
  expect(Conditions).toEqual({ IsIt: { 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }, { Condition: 'Other' }] } })
})

describe('refuses', () => {
  test.each<[string, RegExp]>([
    ['{"Resources": {', /JSON not well-formed\. \(line 1, column \d+\)/],
    ['Resources:\n  a: [', /YAML not well-formed\. \(line 2, column \d+\)/],
    ['just words', /unsupported structure/],
    ['{"Resources": {}}', /At least one Resources member must be defined/],
    ['{"Resources": {"a-b": {"Type": "x"}}}', /Resource name a-b is non alphanumeric/],
    [
      '{"Resources": {"a": {"Properties": {}}}}',
      /\[\/Resources\/a\] Every Resources object must contain a Type member/,
    ],
    [
      '{"Resources": {"a": {"Type": "x", "Properties": []}}}',
      /\[\/Resources\/a\/Properties\] value must be an object/,
    ],
    [
      '{"Strange": 1, "Resources": {"a": {"Type": "x"}}}',
      /Invalid template property or properties \[Strange\]/,
    ],
  ])('%s', (text, message) => {
    expect(() => parseTemplate(text)).toThrow(message)
  })
})
