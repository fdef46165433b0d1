/** The command that counts the lines which a filter finds, and writes the number on the log group as a tag. */
export function countLines(
  { region, accountId }: { region: string; accountId: string },
  { logGroup, tag, filterPattern }: { logGroup: string; tag: string; filterPattern: string },
): string {
  const count = `aws logs filter-log-events --log-group-name ${logGroup} --filter-pattern '${filterPattern}' --query 'length(events)' --output json`
  return `aws logs tag-resource --resource-arn arn:aws:logs:${region}:${accountId}:log-group:${logGroup} --tags ${tag}="$(${count})"`
}
