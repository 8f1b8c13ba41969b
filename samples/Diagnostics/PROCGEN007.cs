namespace Diagnostics.PROCGEN007;

public sealed partial class Import : WorkerProcess // PROCGEN007 'Import' cannot run as a process: it overrides neither Run nor RunAsync
{
    private string _path = "";
}
