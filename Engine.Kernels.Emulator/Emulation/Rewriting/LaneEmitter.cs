using System.Reflection;
using System.Reflection.Emit;

namespace Engine.Kernels.Emulation;

/// <summary>Emits what recurs in rewritten kernels. Argument 0 is the lane, argument 1 the kernel's arguments.</summary>
internal sealed class LaneEmitter(ILGenerator il)
{
    private readonly Dictionary<Type, Stack<LocalBuilder>> _free = [];

    public static FieldInfo Field(string name) => typeof(LaneState).GetField(name)!;

    /// <summary>Pushes a field of the lane, or of its group.</summary>
    public void LoadField(string name)
    {
        il.Emit(OpCodes.Ldarg_0);
        if (typeof(LaneState).GetField(name) is { } field)
        {
            il.Emit(OpCodes.Ldfld, field);
            return;
        }

        il.Emit(OpCodes.Ldfld, Field(nameof(LaneState.Group)));
        il.Emit(OpCodes.Ldfld, typeof(GroupState).GetField(name)!);
    }

    /// <summary>Pops a value into a field of the lane.</summary>
    public void StoreField(string name, Type type)
    {
        LocalBuilder value = PopToScratch(type);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldloc, value);
        il.Emit(OpCodes.Stfld, Field(name));
        Free(value);
    }

    /// <summary>Pops the value that a lane gives at a suspension.</summary>
    public void StorePayload(Type type)
    {
        LocalBuilder value = PopToScratch(type);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, Field(nameof(LaneState.Payload)));
        il.Emit(OpCodes.Ldloc, value);
        il.Emit(OpCodes.Stobj, type);
        Free(value);
    }

    /// <summary>Pushes the value that a lane got.</summary>
    public void LoadPayload(Type type)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, Field(nameof(LaneState.Payload)));
        il.Emit(OpCodes.Ldobj, type);
    }

    /// <summary>Saves a variable in the frame.</summary>
    public void Save(LocalBuilder variable, int offset)
    {
        Address(OpCodes.Ldarg_0, offset);
        il.Emit(OpCodes.Ldloc, variable);
        if (variable.LocalType.IsByRef) il.Emit(OpCodes.Stind_I);
        else il.Emit(OpCodes.Stobj, variable.LocalType);
    }

    /// <summary>Pushes what the frame holds.</summary>
    public void LoadFrame(Type type, int offset)
    {
        Address(OpCodes.Ldarg_0, offset);
        if (type.IsByRef) il.Emit(OpCodes.Ldind_I);
        else il.Emit(OpCodes.Ldobj, type);
    }

    /// <summary>Pushes an argument of the kernel.</summary>
    public void LoadArgument(Type type, int offset)
    {
        Address(OpCodes.Ldarg_1, offset);
        il.Emit(OpCodes.Ldobj, type);
    }

    public LocalBuilder PopToScratch(Type type)
    {
        LocalBuilder scratch = _free.TryGetValue(type, out Stack<LocalBuilder>? free) && free.Count > 0 ? free.Pop() : il.DeclareLocal(type);
        il.Emit(OpCodes.Stloc, scratch);
        return scratch;
    }

    public void Free(LocalBuilder scratch)
    {
        if (!_free.TryGetValue(scratch.LocalType, out Stack<LocalBuilder>? free)) _free[scratch.LocalType] = free = new Stack<LocalBuilder>();
        free.Push(scratch);
    }

    private void Address(OpCode start, int offset)
    {
        il.Emit(start);
        il.Emit(OpCodes.Ldc_I4, offset);
        il.Emit(OpCodes.Add);
    }
}
