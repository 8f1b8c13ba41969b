using Microsoft.CodeAnalysis;
using ProcGen.Shared.Managed;
using ProcGen.Shared.Methods;

namespace ProcGen.Shared.Crossing;

// Interfaces of objects that live in a manager, and cross as handles.
internal sealed partial class CrossingClassifier
{
    private bool FillManagedInterface(CrossingType node, INamedTypeSymbol type)
    {
        if (KnownSymbols.For(_compilation) is not { } known || !ManagedInterfaceShape.IsManaged(type, known))
        {
            return false;
        }

        string place = $"{GeneratedPlaces.GetNamespace(type.ContainingAssembly.Name)}.{GeneratedPlaces.GetProxyName(type)}";
        node.Kind = CrossingKind.Codec;
        node.Codec = new FrameworkCodec($"global::{place}.{GeneratedPlaces.ProxyCodec}");
        if (!IsOwn(type))
        {
            if (type.ContainingAssembly.GetTypeByMetadataName(place) is not { } proxy || !_compilation.IsSymbolAccessibleWithin(proxy, _compilation.Assembly))
            {
                Fail(node, CrossingRules.CannotCross, $"its assembly '{type.ContainingAssembly.Name}' has no proxy of it", "Build that assembly with ProcGen's generator, without errors.");
            }

            return true;
        }

        ManagedInterfaceShape shape = ManagedInterfaceShape.For(type, known)!;
        if (shape.Violations is [{ } violation, ..])
        {
            Fail(node, CrossingRules.CannotCross, $"no proxy of it can be generated: {violation.Symbol.Name}: {violation.Reason}", $"Correct what {RuleIds.ManagedInterface} reports about it.");
            return true;
        }

        // What its members take and give has to cross, too.
        foreach (MethodShape method in shape.Members.Select(static m => m.Shape))
        {
            foreach (ParameterShape parameter in method.Parameters.Where(static p => p.Role != ParameterRole.Token))
            {
                AddManagedPart(node, type, $"{method.Method.Name}({parameter.Symbol.Name})", parameter.Symbol, Classify(parameter.ValueType, SetOf(parameter.Symbol.GetAttributes())));
            }

            if (method.ResultType is { } result)
            {
                AddManagedPart(node, type, $"{method.Method.Name}()", method.Method, Classify(result, SetOf(method.Method.GetReturnTypeAttributes())));
            }
        }

        return true;
    }

    private static void AddManagedPart(CrossingType node, INamedTypeSymbol type, string name, ISymbol symbol, CrossingType part) =>
        node.Members.Add(new CrossingMember(name, name, type, symbol, CrossingAccess.Direct, part));
}
