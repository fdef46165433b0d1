import { countLines } from '../../assertions/count-lines-command.ts'
import { COUNTED_LINES_READS, expectCountedLines } from '../../assertions/expect-counted-lines.ts'
import { defineStep } from '../../define.ts'
import { LOG_GROUP, NOT_FOUND_LINES } from '../names.ts'

export default defineStep({
  title: 'Find the lines that matter',
  needs: ['make-lines'],
  commands: context => [
    `aws logs filter-log-events --log-group-name ${LOG_GROUP} --filter-pattern version --query 'events[].[logStreamName,message]' --output text`,
    `aws logs filter-log-events --log-group-name ${LOG_GROUP} --filter-pattern '${NOT_FOUND_LINES.filterPattern}' --query 'events[].[message]' --output text`,
    countLines(context, NOT_FOUND_LINES),
  ],
  check: account =>
    expectCountedLines(account, {
      ...NOT_FOUND_LINES,
      what: 'lines of answers with status 404',
      whyNothing: 'A field is looked for by its exact name, capitals included: this log writes "status".',
    }),
  hints: [
    'A pattern in braces looks into lines that are JSON: $ is the line, $.status its field status.',
    'A number is compared with = and stands without quotation marks.',
    'The last command counts what the filter finds, and writes the number on the log group, as the tag not-found.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: COUNTED_LINES_READS,
})
