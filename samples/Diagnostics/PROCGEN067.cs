namespace Diagnostics.PROCGEN067;

public sealed class ParseException(string message, int line) : Exception(message)
{
    public int Line => line;
}

public static partial class Parser
{
    [RunInProcess]
    public static int Parse(string text) => text.Length > 0 ? text.Length : throw new ParseException("Nothing to parse.", 1); // PROCGEN067 'Parser.Parse' throws 'ParseException', and the caller gets a RemoteException in its place, because it has no public constructor () or (string) or (string, Exception)
}
