using System.Reflection;
using System.Reflection.Emit;

namespace Engine.Kernels.Emulation;

/// <summary>Reads a method's IL.</summary>
internal sealed class IlReader
{
    private readonly byte[] _il;
    private readonly Module _module;
    private readonly Type[]? _typeArguments;
    private readonly Type[]? _methodArguments;
    private int _index;

    private IlReader(MethodBase method, byte[] il)
    {
        _il = il;
        _module = method.Module;
        _typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        _methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
    }

    public static IReadOnlyList<IlInstruction> Read(MethodBase method, byte[] il)
    {
        var reader = new IlReader(method, il);
        var instructions = new List<IlInstruction>();
        while (reader._index < il.Length) instructions.Add(reader.Next());
        return instructions;
    }

    private IlInstruction Next()
    {
        int offset = _index;
        Type? constrained = null;
        OpCode code = NextCode();
        if (code == OpCodes.Constrained)
        {
            constrained = Type();
            code = NextCode();
        }

        (OpCode longCode, int? number) = IlCodes.Long(code);
        return new IlInstruction(offset, longCode, number ?? Operand(code), constrained);
    }

    private OpCode NextCode()
    {
        OpCode code = IlCodes.At(_il, _index);
        _index += code.Size;
        return code;
    }

    private object? Operand(OpCode code) => code.OperandType switch
    {
        OperandType.InlineNone => null,
        OperandType.ShortInlineVar => (int)_il[_index++],
        OperandType.InlineVar => (int)BitConverter.ToUInt16(_il, Advance(2)),
        OperandType.ShortInlineI => (int)(sbyte)_il[_index++],
        OperandType.InlineI => Int(),
        OperandType.InlineI8 => BitConverter.ToInt64(_il, Advance(8)),
        OperandType.ShortInlineR => BitConverter.ToSingle(_il, Advance(4)),
        OperandType.InlineR => BitConverter.ToDouble(_il, Advance(8)),
        OperandType.ShortInlineBrTarget => (sbyte)_il[_index++] + _index,
        OperandType.InlineBrTarget => Int() + _index,
        OperandType.InlineSwitch => Switch(),
        OperandType.InlineMethod => _module.ResolveMethod(Int(), _typeArguments, _methodArguments),
        OperandType.InlineField => _module.ResolveField(Int(), _typeArguments, _methodArguments),
        OperandType.InlineType => Type(),
        OperandType.InlineTok => _module.ResolveMember(Int(), _typeArguments, _methodArguments),
        OperandType.InlineString => _module.ResolveString(Int()),
        OperandType.InlineSig => _module.ResolveSignature(Int()),
        _ => throw new NotSupportedException($"The operand of {code.Name} is unknown."),
    };

    private int[] Switch()
    {
        int count = Int();
        int[] distances = new int[count];
        for (int i = 0; i < count; i++) distances[i] = Int();
        return [.. distances.Select(distance => distance + _index)];
    }

    private Type Type() => _module.ResolveType(Int(), _typeArguments, _methodArguments);

    private int Int() => BitConverter.ToInt32(_il, Advance(4));

    private int Advance(int bytes)
    {
        _index += bytes;
        return _index - bytes;
    }
}
