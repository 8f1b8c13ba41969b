namespace Diagnostics.PROCGEN061;

public static partial class Reports
{
    private static readonly AsyncLocal<string> s_user = new();

    public static void Enter(string user) => s_user.Value = user;

    [RunInProcess]
    public static string Title(int year) => $"{year}, for {s_user.Value}"; // PROCGEN061 'Reports.Title' reads 'Reports.s_user', and AsyncLocal state does not cross with a call: what the caller has set is not there, and what is set here is lost. Pass the value as a parameter.
}
