namespace Diagnostics.PROCGEN020;

public sealed record Job(int Id, System.Collections.ArrayList Files);

public static partial class Jobs
{
    [RunInProcess]
    public static int Run(Job job) => job.Id; // PROCGEN020 'job' cannot cross a process boundary: Job.Files is System.Collections.ArrayList (PROCGEN020.cs:3); it is a collection of another assembly, whose items are out of sight, so 'Jobs.Run(Job)' is not generated. Use a generic collection of .NET, or name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))]. Or leave the member out with [ProcessIgnore].
}
