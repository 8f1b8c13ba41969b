using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Workers;

namespace ProcGen.Tests.Workers;

public sealed class WorkerAssemblyTests
{
    private static readonly AssemblyDeclaration s_own = AssemblyDeclaration.Of(typeof(Bodies).Assembly);

    [Fact]
    public void A_declaration_crosses_whole() => Assert.Equal(s_own, AssemblyDeclaration.Read(s_own.Write()));

    [Fact]
    public void The_same_build_is_accepted_and_its_methods_are_found()
    {
        WorkerAssembly assembly = Resolve(s_own);

        Assert.Null(assembly.Error);
        ProcessMethod method = Bodies.InProcess.Add(1, 2).Method;
        Assert.Same(method, assembly.Find(method.Id));
        Assert.Contains("no marked method", Assert.Throws<ProcessException>(() => assembly.Find(1)).Message);
    }

    [Fact]
    public void Another_table_is_refused_and_both_hashes_are_named()
    {
        WorkerAssembly assembly = Resolve(s_own with { TableHash = 0x1234 });

        Assert.Equal(CallFailure.UnknownMethod, assembly.Failure);
        Assert.Contains("the tables of marked methods differ (0000000000001234 in the parent", assembly.Error!.Message);
        Assert.Contains(s_own.Location, assembly.Error.Message);
    }

    [Fact]
    public void Another_build_with_the_same_table_is_refused_and_both_ids_are_named()
    {
        var other = Guid.NewGuid();

        WorkerAssembly assembly = Resolve(s_own with { ModuleVersion = other });

        Assert.Contains($"the module version ids differ ({other} in the parent, {s_own.ModuleVersion} in the worker)", assembly.Error!.Message);
    }

    [Fact]
    public void An_assembly_that_is_nowhere_is_named_with_the_place_where_the_parent_has_it()
    {
        WorkerAssembly assembly = Resolve(s_own with { Name = "Nowhere", Location = "/nowhere/Nowhere.dll" });

        Assert.Contains("cannot find the assembly 'Nowhere'", assembly.Error!.Message);
        Assert.Contains("/nowhere/Nowhere.dll", assembly.Error.Message);
    }

    [Fact]
    public void Start_up_methods_run_once_those_of_references_first()
    {
        List<string> ran = [];
        var library = new Table("library", ran);
        var application = new Table("application", ran, library);
        var startup = new WorkerStartupMethods();

        startup.Run(application);
        startup.Run(library);
        startup.Run(application);

        Assert.Equal(["library", "application"], ran);
    }

    [Fact]
    public void A_start_up_method_that_failed_fails_every_later_use_with_the_same_cause()
    {
        List<string> ran = [];
        var library = new Table("library", ran) { Failure = new FormatException("bad setting") };
        var application = new Table("application", ran, library);
        var startup = new WorkerStartupMethods();

        Assert.Equal("bad setting", Assert.Throws<FormatException>(() => startup.Run(application)).Message);
        Assert.Throws<FormatException>(() => startup.Run(application));
        Assert.Throws<FormatException>(() => startup.Run(library));
        Assert.Equal(["library"], ran);
    }

    [Fact]
    public async Task A_start_up_method_may_wait_for_what_needs_another_assembly()
    {
        List<string> ran = [];
        var startup = new WorkerStartupMethods();
        var other = new Table("other", ran);
        var application = new Table("application", ran) { Wait = () => Task.Run(() => startup.Run(other)) };

        await Task.Run(() => startup.Run(application), TestContext.Current.CancellationToken).Soon();

        Assert.Equal(["application", "other"], ran);
    }

    private static WorkerAssembly Resolve(AssemblyDeclaration declaration)
    {
        var assembly = new WorkerAssembly(declaration, new WorkerStartupMethods());
        assembly.Resolve();
        Assert.True(assembly.IsResolved);
        return assembly;
    }

    private sealed class Table(string name, List<string> ran, params ProcessMethodTable[] references) : ProcessMethodTable
    {
        public Exception? Failure { get; init; }

        public Func<Task> Wait { get; init; } = () => Task.CompletedTask;

        public override ulong Hash => 0;

        public override string AssemblyName => name;

        public override IReadOnlyList<ProcessMethodTable> References => references;

        public override ProcessMethod? Find(ulong id) => null;

        public override async ValueTask RunStartupAsync()
        {
            ran.Add(name);
            await Task.Yield();
            await Wait();
            if (Failure is not null)
            {
                throw Failure;
            }
        }
    }
}
