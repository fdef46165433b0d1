import { defineMistake } from '../../define.ts'

export default defineMistake({
  title: 'The file lands at the top of the bucket, under its own name',
  step: 'put-object',
  commands: ({ out }) => [`aws s3 cp letter.txt s3://${out['create-bucket']?.['bucket']}/`],
  expect: {
    status: 'fail',
    reason: 'object-missing',
    next: /aws s3 cp letter\.txt s3:\/\/slipway-data-\S+\/letters\/letter\.txt`$/,
  },
})
