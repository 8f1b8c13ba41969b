namespace Diagnostics.PROCGEN020;

public sealed record Job(int Id, nint Window);

public static partial class Jobs
{
    [RunInProcess]
    public static int Run(Job job) => job.Id; // PROCGEN020 'job' cannot cross a process boundary: Job.Window is nint (PROCGEN020.cs:3); it is a native-sized integer, which holds an address or a handle, so 'Jobs.Run(Job)' is not generated. Use long or ulong. Or leave the member out with [ProcessIgnore].
}
