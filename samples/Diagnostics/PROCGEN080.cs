namespace Diagnostics.PROCGEN080;

internal static class Program
{
    private static void Main() => Console.WriteLine("starting"); // PROCGEN080 'PublishAot' turns startup hooks off, so workers of this application enter through its Main, which has to begin with 'if (ProcGenWorker.TryRun(args, out int code)) return code;'
}
