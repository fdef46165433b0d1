import { defineLab } from '../define.ts'

export default defineLab({
  title: 'The data: database, files, bucket, secret',
  summary:
    'What must outlive a task gets places of its own: a database behind a door, a file system for two zones, a bucket, and a password that nobody types.',
  part: 'application',
  minutes: 25,
  cost: {
    perHour: 0.02,
    source:
      'eu-west-1, October 2026: database db.t4g.micro 0.017 and its 20 GB 0.0035, its secret 0.0006; what is stored in EFS and S3 is next to nothing',
  },
  needs: ['A terminal with the aws command line', 'What a security group is'],
  leaves: ['Nothing, after Reset'],
  steps: [
    { id: 'draw-doors', title: 'Draw the doors for the data' },
    { id: 'create-subnet-group', title: 'Say where the database may stand' },
    { id: 'create-database', title: 'Create the database' },
    { id: 'create-file-system', title: 'Create the file system' },
    { id: 'reach-files', title: 'Give it an address in each zone' },
    { id: 'create-access-point', title: 'Say as whom files are written' },
    { id: 'create-bucket', title: 'Create the bucket' },
    { id: 'put-object', title: 'Put something in it' },
  ],
})
