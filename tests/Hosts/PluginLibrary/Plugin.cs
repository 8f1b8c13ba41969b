namespace ProcGen.Hosts;

/// <summary>What the plugin's host calls; the types in its signature are the framework's, so that host and plugin need share no assembly.</summary>
public static partial class Plugin
{
    [RunInProcess]
    internal static Answer Describe(string text) => Answer.To(text);

    public static async Task<(string Text, int WorkerId, string Facts, string Route)> DescribeAsync(string text)
    {
        Answer answer = await InProcess.Describe(text);
        return (answer.Text, answer.ProcessId, answer.Facts, Answer.ExplainRoute());
    }
}
