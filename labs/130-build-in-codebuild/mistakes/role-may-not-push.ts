import { defineMistake } from '../../define.ts'
import { POLICY, ROLE, start } from '../names.ts'

const withoutPutImage = `sed 's/ecr:PutImage/ecr:GetImage/' build-policy.json > poor.json && aws iam put-role-policy --role-name ${ROLE} --policy-name ${POLICY} --policy-document file://poor.json`

export default defineMistake({
  title: 'The role may do all but PutImage',
  step: 'start-build',
  commands: () => [withoutPutImage, start],
  expect: {
    status: 'fail',
    reason: 'denied',
    next: /not as you\..*`aws iam put-role-policy [^`]+`.*`aws codebuild start-build/,
  },
})
