using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Workers;

/// <summary>The content of <see cref="FrameType.UseAssembly"/>: an assembly with marked methods as the parent knows it.</summary>
/// <param name="Name">The simple name.</param>
/// <param name="ModuleVersion">The module version id; empty where it is not known.</param>
/// <param name="TableHash">See <see cref="ProcessMethodTable.Hash"/>.</param>
/// <param name="Location">The file it was loaded from; empty where there is none. A hint: used only when the name alone finds nothing.</param>
internal sealed record AssemblyDeclaration(string Name, Guid ModuleVersion, ulong TableHash, string Location)
{
    /// <exception cref="InvalidOperationException">The assembly has no marked methods.</exception>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is part of the protocol.")]
    public static AssemblyDeclaration Of(Assembly assembly)
    {
        string name = assembly.GetName().Name ?? "";
        ProcessMethodTable table = MethodTables.Of(assembly) ?? throw new InvalidOperationException(
            $"The assembly '{name}' has no table of marked methods: it was built without the ProcGen generator.");
        return new AssemblyDeclaration(name, ModuleVersions.Get(assembly), table.Hash, assembly.IsDynamic ? "" : assembly.Location);
    }

    public PayloadBuffer Write()
    {
        PayloadBuffer content = PayloadBuffer.Rent();
        var writer = new FieldWriter(content);
        writer.WriteString(Name);
        writer.WriteGuid(ModuleVersion);
        writer.WriteUInt64(TableHash);
        writer.WriteString(Location);
        return content;
    }

    /// <exception cref="ProtocolException">The content is none.</exception>
    public static AssemblyDeclaration Read(PayloadBuffer content)
    {
        var reader = new FieldReader(content);
        return new AssemblyDeclaration(
            reader.ReadString() ?? throw new ProtocolException("An assembly is declared without a name."),
            reader.ReadGuid(), reader.ReadUInt64(), reader.ReadString() ?? "");
    }
}
