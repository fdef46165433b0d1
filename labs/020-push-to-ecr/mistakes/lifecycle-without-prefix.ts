import { defineMistake } from '../../define.ts'

const rule = {
  rulePriority: 1,
  selection: { tagStatus: 'tagged', countType: 'imageCountMoreThan', countNumber: 10 },
  action: { type: 'expire' },
}

export default defineMistake({
  title: 'A rule for tagged images does not say which tags',
  step: 'set-rules',
  commands: () => [
    'aws ecr put-image-tag-mutability --repository-name greeter --image-tag-mutability IMMUTABLE',
    `aws ecr put-lifecycle-policy --repository-name greeter --lifecycle-policy-text '${JSON.stringify({ rules: [rule] })}'`,
  ],
  expect: {
    status: 'fail',
    reason: 'lifecycle-missing',
    next: /file:\/\/lifecycle-policy\.json`.*needs a list of prefixes or patterns\.$/,
  },
})
