namespace Diagnostics.PROCGEN003;

public static partial class Parser
{
    [RunInProcess]
    public static bool TryParse(string text, out int value) => int.TryParse(text, out value); // PROCGEN003 'Parser.TryParse(string, out int)' cannot run in a worker process: parameter 'value' is passed by reference. Pass it by value, or return it as a part of the result.
}
