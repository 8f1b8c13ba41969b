using Grpc.Core;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Peers.Grpc;

/// <summary>The server's side.</summary>
internal sealed class WorkService : Work.WorkBase
{
    public override Task<Number> Identity(Number request, ServerCallContext context) => Task.FromResult(new Number { Value = Jobs.Identity(request.Value) });
}
